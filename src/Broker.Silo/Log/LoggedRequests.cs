using Broker.Briefings;
using Broker.Policy.Testing;
using Broker.Silo.Grains;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Log;

/// <summary>The requests that sharing policies decided, out of the sealed facts of the log's entries: what was decided on and how, never by whom.</summary>
/// <remarks>
/// A request names its state or organisation, role and actors, as the policy saw them; the account stays in the facts. Reference:
/// docs/specs/sharing-policy.md, "Logged requests".
/// </remarks>
internal sealed class LoggedRequests(IStore store, CommittedFacts opener, VaultService vault)
{
    /// <summary>Most entries that one page opens, whatever they are.</summary>
    public const int PageEntries = 512;

    private readonly string origin = vault.Origin.ToString();

    /// <summary>A page of a country's requests, from an entry on.</summary>
    /// <param name="country">ISO 3166-1 alpha-3.</param>
    /// <param name="from">The first entry that is looked at.</param>
    /// <returns>The lines (<c>request-log/1</c>), and the entry to go on from; -1 when there is none further.</returns>
    public (byte[] Lines, long Next) Page(string country, long from)
    {
        List<(long Entry, byte[] Leaf, byte[] Facts)> rows = store.Read(connection => connection.Rows(
            row => (row.GetInt64(0), row.Bytes(1), row.Bytes(2)),
            "SELECT f.entry, l.entry, f.sealed FROM entry_facts f JOIN log_entries l ON l.idx = f.entry WHERE f.entry >= $1 ORDER BY f.entry LIMIT $2",
            from, PageEntries));
        using var lines = new MemoryStream();
        foreach ((long entry, byte[] leaf, byte[] sealedFacts) in rows)
        {
            if (Read(entry, leaf, sealedFacts) is { } request && string.Equals(request.Country, country, StringComparison.Ordinal))
            {
                lines.Write(RequestLog.Format(request));
            }
        }

        return (lines.ToArray(), rows.Count < PageEntries ? -1 : rows[^1].Entry + 1);
    }

    /// <summary>The request; null when the entry is another's.</summary>
    private LoggedRequest? Read(long entry, byte[] leaf, byte[] sealedFacts)
    {
        if (!LogEntry.TryParse(leaf, origin, out LogEntry? parsed, out _)
            || parsed is not CommittedEntry { Kind: LogEntryKind.Refusal or LogEntryKind.Briefing } committed)
        {
            return null;
        }

        return Request(entry, committed.Kind, opener.Open(entry, committed.Head, sealedFacts).AsSpan(FactsHead.SaltSize));
    }

    private LoggedRequest Request(long entry, LogEntryKind kind, ReadOnlySpan<byte> facts)
    {
        if (kind == LogEntryKind.Briefing && BriefingFacts.TryParse(facts, origin, out BriefingFacts? delivered, out _))
        {
            return Of(entry, delivered!.Delivered, (delivered.For, delivered.Role, delivered.Actors), (delivered.Tier, delivered.Purpose, delivered.Country), (delivered.PolicyRevision, true, delivered.Rule));
        }

        return kind == LogEntryKind.Refusal && RefusalFacts.TryParse(facts, origin, out RefusalFacts? refused, out _)
            ? Of(entry, refused!.Refused, (refused.For, refused.Role, refused.Actors), (refused.Tier, refused.Purpose, refused.Country), (refused.PolicyRevision, false, refused.Rule))
            : throw new DamagedStoreException("the facts of an entry could not be read; nothing is exported until they are restored from a backup");
    }

    private static LoggedRequest Of(
        long entry,
        DateOnly day,
        (Affiliation For, string? Role, RequesterActors Actors) who,
        (string Tier, string Purpose, string Country) what,
        (Sha256Digest Revision, bool Permitted, string Rule) answer) => new(
        entry,
        day,
        who.For.IsState ? who.For.Code : null,
        who.For.IsState ? null : who.For.Code,
        who.Role,
        who.Actors.Names,
        what.Tier,
        what.Purpose,
        what.Country,
        answer.Revision.ToString(),
        answer.Permitted,
        DecisionRule.Named(answer.Rule));
}
