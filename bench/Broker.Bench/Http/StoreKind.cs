using Broker.Bench.Cells;
using Broker.Faults.Scene;

namespace Broker.Bench.Http;

/// <summary>Where the measured silo keeps its store.</summary>
/// <param name="Name">As figures name it.</param>
/// <param name="Server">The server of its database; null for the embedded store.</param>
internal sealed record StoreKind(string Name, PostgresCluster? Server = null)
{
    internal static StoreKind Sqlite { get; } = new("SQLite");

    /// <summary>How the silo reaches it; null for the embedded store.</summary>
    internal string? Connection => Server is null ? null : $"Host={Server.Folder};Username=bench;Database=postgres";

    internal double CpuSeconds() => Server?.CpuSeconds() ?? 0;

    /// <summary>A broker of its own on this store, in a folder of this name beside the program; silo and gateway run.</summary>
    internal async Task<Installation> StartAsync(string folder, int organisations)
    {
        Installation broker = Installation.Prepare(Path.Combine(AppContext.BaseDirectory, folder));
        ChildProcesses.UsePostgres(Connection);
        try
        {
            broker.StartSilo();
            broker.StartGateway();
            await broker.SetUpAsync(organisations);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
        finally
        {
            ChildProcesses.UsePostgres(null);
        }
    }

    /// <summary>Bytes on disk of the store: of a silo that has stopped, or of the database.</summary>
    internal long Bytes(string dataFolder) => Server is null
        ? Directory.EnumerateFiles(dataFolder, "broker.db*").Sum(file => new FileInfo(file).Length)
        : long.Parse(Server.Query("SELECT pg_database_size('postgres')").Trim(), System.Globalization.CultureInfo.InvariantCulture);
}
