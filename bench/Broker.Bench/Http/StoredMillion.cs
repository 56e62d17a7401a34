using System.Globalization;
using Broker.Bench.Harness;
using Broker.Faults.Scene;
using Broker.Silo.Storage;

namespace Broker.Bench.Http;

/// <summary>An installation that holds a million records, made through the silo's own intake in this process and kept for the next run.</summary>
internal static class StoredMillion
{
    private const int Usual = 1_000_000;
    private const int Fewest = 10_000;
    private const int Most = 10_000_000;
    private const int Batch = 100;
    private const int BatchesAtOnce = 200; // sealed beforehand, then taken
    private const int Lanes = 4;

    internal const int Organisations = 16;

    private static readonly TimeSpan LongestCounting = TimeSpan.FromMinutes(20);

    /// <summary>Records that it holds: `BROKER_BENCH_STORED`.</summary>
    internal static int Records => Wish.Of("BROKER_BENCH_STORED", Usual, Fewest, Most);

    private static string Root => Path.Combine(Machine.OutputFolder, "million");

    private static string Stamp => Path.Combine(Root, "made");

    // Another layout or another number is made anew.
    private static string Made => string.Create(CultureInfo.InvariantCulture, $"{Records} records, layout {Schema.Version}\n");

    /// <summary>The installation; nothing of it runs.</summary>
    internal static async Task<Installation> OpenAsync()
    {
        if (!File.Exists(Stamp) || await File.ReadAllTextAsync(Stamp) != Made)
        {
            await MakeAsync();
            await File.WriteAllTextAsync(Stamp, Made);
        }

        return Installation.Reopen(Root, Organisations);
    }

    private static async Task MakeAsync()
    {
        await using Installation broker = Installation.Prepare(Root);
        broker.StartSilo();
        broker.StartGateway();
        await broker.SetUpAsync(Organisations);
        await broker.Silo.StopAsync();
        var requests = new DepositRequests(broker);
        await TakeAllAsync(broker, requests);

        // A silo that took them by itself has counted them too.
        broker.StartSilo();
        await broker.ReadyAsync();
        var run = new DepositRun(broker, StoreKind.Sqlite);
        _ = await run.MeasureAsync(DepositLevel.WarmUp);
        await run.RestAsync(LongestCounting);
        await broker.Silo.StopAsync();
    }

    private static async Task TakeAllAsync(Installation broker, DepositRequests requests)
    {
        await using SiloInProcess silo = SiloInProcess.Open(broker);
        for (int made = 0, turn = 0; made < Records; made += Batch * BatchesAtOnce, turn++)
        {
            int depositor = turn % Organisations;
            byte[][] batches = requests.Batches(Math.Min(BatchesAtOnce, (Records - made) / Batch), Batch, depositor);
            await Parallel.ForEachAsync(
                batches, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (batch, _) => await silo.TakeAsync(broker.Depositors[depositor], batch));
            await Console.Error.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"\rmaking {Records:N0} records once: {Math.Min(made + (Batch * BatchesAtOnce), Records):N0} "));
        }

        await Console.Error.WriteLineAsync();
    }
}
