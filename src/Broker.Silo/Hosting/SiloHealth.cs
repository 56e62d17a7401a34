using Broker.Silo.Storage;

namespace Broker.Silo.Hosting;

/// <summary>What an operator must know of this silo's store: what keeps it from taking anything, and what soon will.</summary>
internal sealed class SiloHealth(IStore store, SiloOptions options)
{
    /// <summary>An earlier write could not be made durable: nothing is written until a restart.</summary>
    public const string StoreStopped = "store-stopped";

    /// <summary>Less is free in the data folder than <see cref="LeastFreeBytes"/>. Deposits are still taken, so it is no fault.</summary>
    public const string DiskLow = "less than 256 MiB are free in the data folder: make room, or deposits will be refused";

    /// <summary>Twice the largest batch and what the store keeps beside its file: while this much is free nothing is refused.</summary>
    public const long LeastFreeBytes = 256L << 20;

    public IReadOnlyList<string> Faults() => store.HasStopped ? [StoreStopped] : [];

    public IReadOnlyList<string> Warnings() => IsLow(FreeBytes()) ? [DiskLow] : [];

    /// <summary>Whether that much room is too little.</summary>
    public static bool IsLow(long freeBytes) => freeBytes < LeastFreeBytes;

    private long FreeBytes()
    {
        try
        {
            return new DriveInfo(options.DataFolder).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
