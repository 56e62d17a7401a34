using Broker.Briefings;
using Broker.Contracts;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Log;

/// <summary>What published releases, deliveries and refusals commit to, for auditors, who check it against the log.</summary>
/// <remarks>
/// INVARIANT: facts of withdrawals, consents and enrolments never leave: they name depositors. The kinds that leave are listed, not those that
/// stay. References: docs/specs/log-entries.md, "Facts for auditors".
/// </remarks>
internal sealed partial class AuditedFacts(
    IStore store, ReleaseStore releases, CommittedFacts opener, Publication publication, VaultService vault, ILogger<AuditedFacts> log)
{
    /// <summary>Most entries that one page looks at, whatever they are.</summary>
    public const int PageEntries = 512;

    // The facts of a release are kept beside its briefing, which is opened with them: up to a megabyte each.
    private const int PageReleases = 32;

    private readonly string origin = vault.Origin.ToString();

    /// <summary>A page, from an entry on.</summary>
    /// <returns>
    /// What is kept, in the log's order; the entries of which something else is kept than the log commits to, whose facts don't leave; and the entry to go
    /// on from, -1 when no later one is published.
    /// </returns>
    public (List<EntryFacts> Entries, List<long> Damaged, long Next) Page(long from)
    {
        (List<EntryFacts> Entries, List<long> Damaged, long Next) page = Read(from);
        if (page.Damaged.Count > 0)
        {
            NotGiven(log, page.Damaged.Count);
        }

        return page;
    }

    private (List<EntryFacts> Entries, List<long> Damaged, long Next) Read(long from) => store.Read(connection =>
    {
        long size = publication.Published?.Head.Size ?? 0;
        long end = from < size ? Math.Min(size, from + PageEntries) : from;
        var (entries, damaged) = (new List<EntryFacts>(), new List<long>());
        int opened = 0;
        foreach ((long index, byte[] entry, byte[]? sealedFacts) in Rows(connection, from, end))
        {
            if (opened == PageReleases)
            {
                return (entries, damaged, index);
            }

            if (!LogEntry.TryParse(entry, origin, out LogEntry? parsed, out _))
            {
                continue;
            }

            opened += parsed is ReleaseEntry ? 1 : 0;
            try
            {
                if (Open(connection, index, parsed!, sealedFacts) is { } facts)
                {
                    entries.Add(facts);
                }
            }
            catch (DamagedStoreException)
            {
                // One row that was damaged must not hide all others from auditors.
                damaged.Add(index);
            }
        }

        return (entries, damaged, end < size ? end : -1);
    });

    private static List<(long Index, byte[] Entry, byte[]? Facts)> Rows(StoreConnection connection, long from, long end) => connection.Rows(
        row => (row.GetInt64(0), row.Bytes(1), row.IsDBNull(2) ? null : row.Bytes(2)),
        "SELECT l.idx, l.entry, f.sealed FROM log_entries l LEFT JOIN entry_facts f ON f.entry = l.idx WHERE l.idx >= $1 AND l.idx < $2 ORDER BY l.idx",
        from, end);

    private EntryFacts? Open(StoreConnection connection, long index, LogEntry entry, byte[]? sealedFacts) => entry switch
    {
        ReleaseEntry release => OfRelease(connection, index, release),
        CommittedEntry { Kind: LogEntryKind.Briefing or LogEntryKind.Refusal } committed when sealedFacts is not null => OfCommitted(index, committed, sealedFacts),
        _ => null,
    };

    private EntryFacts? OfRelease(StoreConnection connection, long index, ReleaseEntry release)
    {
        if (releases.Committed(connection, index) is not { } kept)
        {
            return null;
        }

        CommittedFacts.Check(release.Head, kept.Salt, kept.Facts);
        return new EntryFacts(index, kept.Salt, kept.Facts);
    }

    private EntryFacts OfCommitted(long index, CommittedEntry committed, byte[] sealedFacts)
    {
        byte[] opening = opener.Open(index, committed.Head, sealedFacts);
        return new EntryFacts(index, opening[..FactsHead.SaltSize], opening[FactsHead.SaltSize..]);
    }
}
