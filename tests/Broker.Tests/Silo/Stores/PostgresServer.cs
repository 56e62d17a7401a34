using System.Collections.Concurrent;
using System.Globalization;
using Broker.Bench.Cells;

namespace Broker.Tests.Silo.Stores;

/// <summary>The PostgreSQL server of the tests, started once it is asked for; each test has databases of its own.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly Lazy<PostgresCluster> cluster = new(() => PostgresCluster.TryStart(durable: true, small: true) ?? throw new InvalidOperationException("PostgreSQL is not installed"));
    private readonly ConcurrentDictionary<string, string> ofFolders = new(StringComparer.Ordinal);
    private int databases;

    /// <summary>Why its tests are skipped; null when they are not.</summary>
    public static string? Missing => PostgresCluster.IsInstalled ? null : "PostgreSQL is not installed (Debian's `postgresql`): build/install-test-tools.sh installs it";

    /// <summary>The connection string of an empty database.</summary>
    public string NewDatabase()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"broker{Interlocked.Increment(ref databases)}");
        Query($"CREATE DATABASE {name}");
        return $"Host={cluster.Value.Folder};Username=bench;Database={name}";
    }

    /// <summary>The database of a data folder, the same one each time.</summary>
    public string Of(string folder) => ofFolders.GetOrAdd(folder, _ => NewDatabase());

    /// <summary>Runs a statement in the server's own database.</summary>
    public string Query(string statement) => cluster.Value.Query(statement);

    /// <inheritdoc cref="PostgresCluster.Crash"/>
    internal Task Crash(Func<Task> between) => cluster.Value.Crash(between);

    public void Dispose()
    {
        if (cluster.IsValueCreated)
        {
            cluster.Value.Dispose();
        }
    }
}
