using Broker.Bench.Cells;

namespace Broker.Bench.Http;

/// <summary>What deposits are measured beside: the bare path, and what an engineer would build in an afternoon, from the same load in the same run.</summary>
internal static class BesideDeposits
{
    private const int Bytes = 3100; // as a sealed package has, to a few bytes

    /// <summary>Nothing here is promised.</summary>
    internal static async Task<(int Promised, int ShortOf)> RunAsync()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "beside-bench");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        PlainFigure.Head();
        using (PlainServer bare = await PlainServer.StartAsync("Bench.BarePath", folder, () => 0, Path.Combine(folder, "bare.db")))
        {
            _ = await bare.MeasureAsync("the bare path: Kestrel, SQLite with group commit", Bytes, 1, 16, 64);
        }

        await BesidePostgresAsync(folder);
        Directory.Delete(folder, recursive: true);
        return (0, 0);
    }

    private static async Task BesidePostgresAsync(string folder)
    {
        using PostgresCluster? server = PostgresCluster.TryStart(durable: true);
        if (server is null)
        {
            Console.WriteLine("  PostgreSQL is not installed: what an engineer would build in an afternoon, and bare inserts, are left out");
            return;
        }

        string owner = $"Host={server.Folder};Username=bench;Database=postgres";
        using (PlainServer afternoon = await PlainServer.StartAsync("Bench.Afternoon", folder, server.CpuSeconds, owner, $"Host={server.Folder};Username=plain;Database=postgres;Maximum Pool Size=64;Max Auto Prepare=8;Auto Prepare Min Usages=1"))
        {
            _ = await afternoon.MeasureAsync("an afternoon's API: PostgreSQL, RLS, audit, pgcrypto", Bytes, 1, 16, 64);
        }

        using var inserts = new BareInserts(owner, Bytes);
        foreach ((int connections, int batch) in new[] { (1, 1), (16, 1), (64, 1), (1, 100), (16, 100) })
        {
            await inserts.PrintAsync(server, connections, batch);
        }
    }
}
