using System.Collections.Concurrent;
using Broker.Policy;
using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Grains;

/// <summary>Reads activated revisions and keeps them compiled, each once.</summary>
internal sealed class PolicyStore(SqliteStore store)
{
    private readonly ConcurrentDictionary<string, CompiledPolicy> compiled = new(StringComparer.Ordinal);

    /// <summary>The revision in force, or null when the country has none.</summary>
    public CompiledPolicy? Active(string country)
    {
        string? revision = store.Read(connection => InForce(connection, country));
        return revision is null ? null : Find(country, revision);
    }

    /// <summary>The hash of the revision in force as a transaction sees it; null when the country has none.</summary>
    public static string? InForce(SqliteConnection connection, string country) =>
        connection.Text("SELECT revision FROM activations WHERE country = $1 ORDER BY entry DESC LIMIT 1", country);

    /// <summary>A revision by its hash, in force or not any more.</summary>
    public CompiledPolicy? Find(string country, string revision)
    {
        if (compiled.TryGetValue(revision, out CompiledPolicy? known))
        {
            return known;
        }

        byte[]? yaml = store.Read(connection => connection.Blob(
            "SELECT yaml FROM policies WHERE country = $1 AND revision = $2", country, revision));
        SharingPolicy? policy = yaml is null ? null : SharingPolicyReader.Read(yaml, $"{country}.yaml").Policy;
        return policy is null || !string.Equals(policy.Revision, revision, StringComparison.Ordinal)
            ? null
            : compiled.GetOrAdd(revision, CompiledPolicy.Compile(policy));
    }

    /// <summary>Countries that have a policy in force.</summary>
    public IReadOnlyList<string> Countries() =>
        store.Read(connection => connection.Rows(row => row.GetString(0), "SELECT DISTINCT country FROM activations ORDER BY country"));
}
