using System.Collections.Concurrent;
using Broker.Briefings;
using Broker.Policy;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>Reads activated revisions and keeps them compiled, each once.</summary>
/// <remarks>INVARIANT: what decides was put in force by two officers' signatures in the log; the store's rows alone put nothing in force.</remarks>
internal sealed class PolicyStore(IStore store, VaultService vault, ActivationEvidence evidence)
{
    private readonly ConcurrentDictionary<(string Country, string Revision), (CompiledPolicy Policy, bool IsSigned)> compiled = new();
    private readonly ConcurrentDictionary<string, string> newest = new(StringComparer.Ordinal);

    /// <summary>The revision in force, or null when the country has none.</summary>
    /// <exception cref="DamagedStoreException">The log says otherwise than the store.</exception>
    public CompiledPolicy? Active(string country)
    {
        while (true)
        {
            string? revision = RevisionInForce(country);
            if (revision is null || IsNewest(country, revision))
            {
                return revision is null ? null : Find(country, revision);
            }
        }
    }

    /// <summary>The hash of the revision in force as a transaction sees it; null when the country has none.</summary>
    public static string? InForce(StoreConnection connection, string country) =>
        connection.Text("SELECT revision FROM activations WHERE country = $1 ORDER BY entry DESC LIMIT 1", country);

    /// <summary>The revision that was in force when the log had this many entries, or null when the country had none then.</summary>
    /// <exception cref="DamagedStoreException">The log says otherwise than the store.</exception>
    public CompiledPolicy? ActiveAt(string country, long logSize)
    {
        // The newest one first: it shows that no activation was taken out of the store behind the last row.
        if (Active(country) is null)
        {
            return null;
        }

        IReadOnlyList<PolicyRevisions.Row> rows = store.Read(connection => PolicyRevisions.All(connection, country));
        string? revision = rows.LastOrDefault(row => row.Entry < logSize)?.Revision;

        // Nor between the one of then and the next, which says in the log what it replaced.
        if (rows.FirstOrDefault(row => row.Entry >= logSize) is { } next
            && (Find(country, next.Revision) is null || !string.Equals(next.Replaces, revision ?? PolicyActivationTerms.None, StringComparison.Ordinal)))
        {
            throw new DamagedStoreException("the log names another sharing policy of that time than the store: the store was changed; nothing is decided until it is restored from a backup");
        }

        return revision is null ? null : Find(country, revision);
    }

    /// <summary>A revision by its hash, in force or not any more; null for any other.</summary>
    /// <exception cref="DamagedStoreException">The log does not show that it ever was in force.</exception>
    public CompiledPolicy? Find(string country, string revision)
    {
        bool signatures = vault.IsUnsealed;
        if (compiled.TryGetValue((country, revision), out var known) && (known.IsSigned || !signatures))
        {
            return known.Policy;
        }

        byte[]? yaml = store.Read(connection =>
        {
            if (PolicyRevisions.Find(connection, country, revision) is not { } row)
            {
                return null;
            }

            evidence.Check(connection, country, row, signatures);
            return PolicyRevisions.File(connection, country, revision);
        });
        SharingPolicy? policy = yaml is null ? null : SharingPolicyReader.Read(yaml, $"{country}.yaml").Policy;
        if (policy is null || !string.Equals(policy.Revision, revision, StringComparison.Ordinal))
        {
            return null;
        }

        return compiled.AddOrUpdate(
            (country, revision), _ => (CompiledPolicy.Compile(policy), signatures), (_, made) => (made.Policy, made.IsSigned || signatures)).Policy;
    }

    private string? RevisionInForce(string country) => store.Read(connection => InForce(connection, country));

    /// <summary>Whether the log names no later one, looked up once a revision; false when another came into force meanwhile.</summary>
    private bool IsNewest(string country, string revision)
    {
        if (newest.TryGetValue(country, out string? known) && string.Equals(known, revision, StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            store.Read(connection =>
            {
                evidence.CheckNewest(connection, country, PolicyRevisions.Find(connection, country, revision));
                return true;
            });
        }
        catch (DamagedStoreException) when (!string.Equals(RevisionInForce(country), revision, StringComparison.Ordinal))
        {
            // An activation between the two reads is no damage.
            return false;
        }

        newest[country] = revision;
        return true;
    }

    /// <summary>Countries that have a policy in force.</summary>
    public IReadOnlyList<string> Countries() =>
        store.Read(connection => connection.Rows(row => row.GetString(0), "SELECT DISTINCT country FROM activations ORDER BY country"));
}
