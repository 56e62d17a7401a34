using System.Globalization;
using Broker.Bench.Cells;
using Broker.Bench.Harness;
using Broker.Faults.Scene;

namespace Broker.Bench.Http;

/// <summary>Deposits through a real gateway and a real silo, each a process of its own, on the store's own settings.</summary>
internal static class DepositReport
{
    private const int Organisations = 16;

    /// <summary>On the embedded store, with what the silo spends its time on.</summary>
    internal static async Task<(int Promised, int ShortOf)> OnSqliteAsync()
    {
        var promises = new Promises();
        await using Installation broker = await StoreKind.Sqlite.StartAsync("deposits-bench", Organisations);
        var run = new DepositRun(broker, StoreKind.Sqlite);
        _ = await run.MeasureAsync(DepositLevel.WarmUp);
        using var primitives = new PrimitiveFloor(broker, run.Requests.Package());
        var promised = new List<(DepositLevel Level, DepositFigure Figure)>();
        DepositFigure.Head(StoreKind.Sqlite);
        foreach (DepositLevel level in DepositLevel.OnSqlite)
        {
            DepositFigure figure = await run.MeasureAsync(level);
            figure.Print(level);
            Sizing.Add(StoreKind.Sqlite, level, figure);
            promises.Demand(figure.Load.Failed == 0, "0 failed deposits at this load");
            if (level.AtLeast > 0)
            {
                promises.Demand(figure.Load.Rate >= level.AtLeast, string.Create(CultureInfo.InvariantCulture, $"{level.AtLeast:N0} records a second"));
                figure.PrintThreads();
                DepositPrimitives floor = primitives.Measure(level);
                floor.Print(figure.SiloMicros);
                promises.Demand(figure.SiloMicros <= DepositPrimitives.MostTimes * floor.SumMicros, "at most twice the primitives' CPU time in the silo");
                promised.Add((level, figure));
            }
        }

        Console.WriteLine($"  a package has {run.Requests.PackageBytes} bytes; the silo's CPU includes the counting that follows the answer");
        await broker.Silo.StopAsync();
        Sizing.AddBytes(StoreKind.Sqlite, StoreKind.Sqlite.Bytes(broker.DataFolder), run.Acknowledged);
        await using SiloInProcess silo = SiloInProcess.Open(broker);
        var stages = new DepositStages(broker, run.Requests, silo);
        foreach ((DepositLevel level, DepositFigure figure) in promised)
        {
            await stages.PrintAsync(level, figure.SiloMicros);
        }

        return promises.Tally;
    }

    /// <summary>On PostgreSQL, beside bare inserts of as many bytes in batches as large.</summary>
    internal static async Task<(int Promised, int ShortOf)> OnPostgresAsync()
    {
        using PostgresCluster? server = PostgresCluster.TryStart(durable: true);
        if (server is null)
        {
            Console.WriteLine("  PostgreSQL is not installed: deposits on it are left out (build/install-bench-tools.sh says how to get it)");
            return (0, 0);
        }

        var promises = new Promises();
        var store = new StoreKind("PostgreSQL", server);
        await using Installation broker = await store.StartAsync("deposits-postgres-bench", Organisations);
        var run = new DepositRun(broker, store);
        _ = await run.MeasureAsync(DepositLevel.WarmUp);
        using var inserts = new BareInserts(store.Connection!, run.Requests.PackageBytes);
        DepositFigure.Head(store);
        foreach (DepositLevel level in DepositLevel.OnPostgres)
        {
            DepositFigure figure = await run.MeasureAsync(level);
            figure.Print(level);
            Sizing.Add(store, level, figure);
            promises.Demand(figure.Load.Failed == 0, "0 failed deposits at this load");
            if (level.OfBare > 0)
            {
                double bare = (await inserts.MeasureAsync(level.Connections, level.Packages)).Rate;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  bare inserts of as many bytes, {level.Packages} a transaction: {bare,10:N0}/s; deposits over them: {figure.Load.Rate / bare:0.00} (promised: at least {level.OfBare})"));
                promises.Demand(figure.Load.Rate >= level.OfBare * bare, "half the rate of bare inserts");
            }
        }

        server.Query("DROP TABLE bare");
        Sizing.AddBytes(store, store.Bytes(broker.DataFolder), run.Acknowledged);
        return promises.Tally;
    }
}
