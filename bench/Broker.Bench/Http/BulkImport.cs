using System.Globalization;
using Broker.Bench.Harness;
using Broker.Faults.Scene;

namespace Broker.Bench.Http;

/// <summary>A bulk import through gateway and silo: records a second, and whether their memory stays flat.</summary>
internal sealed class BulkImport
{
    private const int Usual = 100_000;
    private const int Fewest = 4_000;
    private const int Most = 1_000_000;
    private const int Batch = 100;
    private const int Connections = 16;
    private const int Organisations = 16;
    private const int Quarters = 4;
    private const double Flat = 1.2; // the end over the half

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly string[] Moments = ["start", "quarter", "half", "three quarters", "end"];

    private readonly Installation broker;
    private readonly int records;
    private readonly (int Silo, int Gateway)[] memory = new (int, int)[Quarters + 1];
    private int taken; // quarters whose memory was read

    private BulkImport(Installation broker, int records) => (this.broker, this.records) = (broker, records);

    /// <summary>Imports `BROKER_BENCH_IMPORT` records (100,000) in batches of 100.</summary>
    internal static async Task<(int Promised, int ShortOf)> RunAsync()
    {
        int records = Wish.Of("BROKER_BENCH_IMPORT", Usual, Fewest, Most) / Batch * Batch;
        await using Installation broker = await StoreKind.Sqlite.StartAsync("import-bench", Organisations);
        var run = new DepositRun(broker, StoreKind.Sqlite);
        byte[][] prepared = run.Requests.Make(records / Batch, Batch, Organisations);
        var import = new BulkImport(broker, records);
        import.memory[0] = import.Now();
        DepositFigure figure = await run.MeasureAsync(prepared, Connections, Longest, import.Look);
        return import.Report(figure);
    }

    private (int Promised, int ShortOf) Report(DepositFigure figure)
    {
        var promises = new Promises();
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"bulk import over HTTP, SQLite: {figure.Load.All:N0} records in batches of {Batch} over {Connections} connections: {figure.Load.Rate:N0} records/s, p50 {figure.Load.Wait(0.5).TotalMilliseconds:0} ms, p99 {figure.Load.Wait(0.99).TotalMilliseconds:0} ms a batch, failed {figure.Load.Failed}"));
        Console.WriteLine($"  MiB of silo and gateway: {string.Join(", ", Moments.Zip(memory, (moment, held) => string.Create(CultureInfo.InvariantCulture, $"{moment} {held.Silo} and {held.Gateway}")))}");
        promises.Demand(figure.Load.Failed == 0 && figure.Load.All == records, "every record acknowledged, 0 failed");
        promises.Demand(memory[^1].Silo <= Flat * memory[Quarters / 2].Silo, "the silo's memory at the end at most 1.2 times that at the half");
        promises.Demand(memory[^1].Gateway <= Flat * memory[Quarters / 2].Gateway, "the gateway's memory at the end at most 1.2 times that at the half");
        return promises.Tally;
    }

    // Called with every answer, from many threads; each quarter's memory is read once, when it is full.
    private void Look(long done)
    {
        int next = Volatile.Read(ref taken) + 1;
        if (next <= Quarters && done >= (long)records * next / Quarters && Interlocked.CompareExchange(ref taken, next, next - 1) == next - 1)
        {
            memory[next] = Now();
        }
    }

    private (int Silo, int Gateway) Now() => (ProcessUse.MiB(broker.Silo.Id), ProcessUse.MiB(broker.Gateway.Id));
}
