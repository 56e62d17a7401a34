using System.Globalization;
using Broker.Faults.Load;
using Broker.Faults.Scene;

namespace Broker.Faults.Power;

/// <summary>What a silo under load did to its disk, from its first start on an empty folder, and the receipts that were given meanwhile.</summary>
/// <param name="Events">The steps, in order.</param>
/// <param name="Receipts">The receipts, in the order of their coming.</param>
internal sealed record PowerRecording(IReadOnlyList<DiskEvent> Events, IReadOnlyList<Acknowledged> Receipts)
{
    private const int Depositors = 4;
    private const int LanesEach = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How often the database itself was written after the first receipt: without a checkpoint among the cuts they would show little.</summary>
    public int DatabaseWrites => Events.Count(step => step.Kind == DiskEventKind.Write && step.Name == SyncFilter.Database && step.Time > Microseconds(Receipts[0].At));

    public static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Records a silo until this many deposits have a receipt.</summary>
    public static async Task<PowerRecording> MakeAsync(string root, int deposits)
    {
        await using Installation broker = Installation.Prepare(root);
        string output = Path.Combine(root, "trace");
        broker.StartSilo(StraceReader.Command(output));
        broker.StartGateway();
        await broker.SetUpAsync(Depositors);
        await using DepositLoad load = DepositLoad.Start(broker, LanesEach);
        DateTimeOffset late = TimeProvider.System.GetUtcNow() + Patience;
        while (load.Book.Count < deposits && TimeProvider.System.GetUtcNow() < late)
        {
            await Task.Delay(Look);
        }

        await load.StopAsync();
        await broker.Silo.StopAsync();
        IReadOnlyList<DiskEvent> events = new StraceReader(broker.DataFolder).Read(File.ReadLines(output));
        return load.Book.Count >= deposits
            ? new PowerRecording(events, [.. load.Book.All.OrderBy(known => known.At)])
            : throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"only {load.Book.Count} of {deposits} deposits were acknowledged"));
    }

    /// <summary>The receipts that were in their depositors' hands before this step began.</summary>
    public IReadOnlyCollection<Acknowledged> Before(DiskEvent step) => [.. Receipts.TakeWhile(known => Microseconds(known.At) < step.Time)];
}
