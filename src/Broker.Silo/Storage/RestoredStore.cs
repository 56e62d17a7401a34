using System.Globalization;

namespace Broker.Silo.Storage;

/// <summary>That a store was restored from a backup, and when: it does not know what the broker did between the backup and then.</summary>
/// <remarks>Row <c>restored</c> of <c>meta</c>: seconds since 1970 and how many entries the log had, with one space between.</remarks>
internal sealed record RestoredStore(DateTimeOffset At, long LogSize)
{
    private const string Key = "restored";

    /// <summary>How long operators are told at each start.</summary>
    public static readonly TimeSpan IsRecent = TimeSpan.FromDays(28);

    /// <summary>Null for a store that was not restored.</summary>
    public static RestoredStore? Read(StoreConnection connection)
    {
        string[] parts = Meta.Read(connection, Key)?.Split(' ') ?? [];
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? new RestoredStore(DateTimeOffset.FromUnixTimeSeconds(seconds), size)
            : null;
    }

    public void Write(StoreConnection connection) =>
        Meta.Write(connection, Key, string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeSeconds()} {LogSize}"));
}
