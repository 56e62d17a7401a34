using System.Globalization;
using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Makes the rows of a log's entries in their order, and takes no facts that the log does not commit to.</summary>
internal sealed class AuditRowMaker(string origin)
{
    // Releases by their entry: what a delivery may name. The row of one whose facts are not kept says only that it is a release.
    private readonly Dictionary<long, AuditRow> releases = [];

    /// <summary>Takes note of a row that was made before.</summary>
    public void Know(AuditRow row)
    {
        if (row.Kind == LogEntryKinds.Word(LogEntryKind.Release))
        {
            releases[row.Index] = row;
        }
    }

    /// <summary>The row of the next entry.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="bytes">The entry's bytes, as the verified log has them.</param>
    /// <param name="opening">Salt and facts that the broker gave; null for none.</param>
    /// <param name="damaged">Whether it said that its own are damaged.</param>
    /// <exception cref="CommandFailure">The facts are not the entry's, or say what the log contradicts.</exception>
    public AuditRow Make(long index, ReadOnlySpan<byte> bytes, byte[]? opening, bool damaged)
    {
        if (!LogEntry.TryParse(bytes, origin, out var entry, out _))
        {
            throw No(index, "is of no known kind");
        }

        AuditRow plain = new()
        {
            Index = index,
            LeafHash = MerkleHash.Leaf(bytes).ToString(),
            EntryHash = Sha256Digest.Of(bytes).ToString(),
            Kind = LogEntryKinds.Word(entry!.Kind),
            Facts = AuditFactsState.InTheEntry,
        };
        var row = HeadOf(entry) is { } head ? Committed(plain, entry.Kind, head, opening, damaged)
            : damaged ? throw No(index, "has no facts that an auditor gets, but the broker said that they are damaged")
            : opening is null ? Public(plain, entry)
            : throw No(index, "has no facts that an auditor gets, but the broker gave some");
        Know(row);
        return row;
    }

    /// <summary>Whether these are the salt and facts that an entry commits to.</summary>
    public static bool Matches(ReadOnlySpan<byte> entry, string origin, byte[] opening) =>
        opening.Length > FactsHead.SaltSize
        && LogEntry.TryParse(entry, origin, out var parsed, out _) && HeadOf(parsed!) is { } head
        && FactsHead.Of(opening.AsSpan(0, FactsHead.SaltSize), opening.AsSpan(FactsHead.SaltSize)) == head;

    // The head of a kind whose facts auditors get.
    private static Sha256Digest? HeadOf(LogEntry entry) => entry switch
    {
        ReleaseEntry release => release.Head,
        CommittedEntry { Kind: LogEntryKind.Briefing or LogEntryKind.Refusal } committed => committed.Head,
        _ => null,
    };

    private static AuditRow Public(AuditRow plain, LogEntry entry) => entry switch
    {
        PolicyRevisionEntry policy => plain with { Country = policy.Terms.Country, Revision = policy.Terms.Revision.ToString() },
        EmergencyPlanEntry plan => plain with { Country = plan.Terms.Country, Revision = plan.Terms.Revision.ToString() },
        DepositRootEntry root => plain with { Day = Day(root.Day) },
        CommittedEntry => plain with { Facts = AuditFactsState.NotShown },
        _ => plain,
    };

    private AuditRow Committed(AuditRow plain, LogEntryKind kind, Sha256Digest head, byte[]? opening, bool damaged)
    {
        var decided = plain with
        {
            Facts = opening is not null ? AuditFactsState.Checked : damaged ? AuditFactsState.Damaged : AuditFactsState.NotKept,
            Decision = kind switch { LogEntryKind.Release => AuditDecision.Released, LogEntryKind.Briefing => AuditDecision.Delivered, _ => AuditDecision.Refused },
        };
        if (opening is null)
        {
            return decided;
        }

        if (opening.Length <= FactsHead.SaltSize || FactsHead.Of(opening.AsSpan(0, FactsHead.SaltSize), opening.AsSpan(FactsHead.SaltSize)) != head)
        {
            throw No(plain.Index, "commits to other facts than the broker gave");
        }

        var facts = opening.AsSpan(FactsHead.SaltSize);
        return kind switch
        {
            LogEntryKind.Release when ReleaseFacts.TryParse(facts, origin, out var release, out _) => Of(decided, release!),
            LogEntryKind.Briefing when BriefingFacts.TryParse(facts, origin, out var briefing, out _) => Of(decided, briefing!),
            LogEntryKind.Refusal when RefusalFacts.TryParse(facts, origin, out var refusal, out _) => Of(decided, refusal!),
            _ => throw No(plain.Index, "commits to facts that are malformed"),
        };
    }

    private static AuditRow Of(AuditRow row, ReleaseFacts facts) => row with
    {
        Day = Day(facts.Issued), Tier = facts.Tier, Country = facts.Country, Period = facts.Period, Vintage = facts.Vintage,
        Revision = facts.PolicyRevision.ToString(), Release = facts.ReleaseHash.ToString(),
        BriefingJson = facts.BriefingJson.ToString(), BriefingHtml = facts.BriefingHtml.ToString(),
    };

    private AuditRow Of(AuditRow row, BriefingFacts facts)
    {
        if (!releases.TryGetValue(facts.ReleaseEntry, out var release))
        {
            throw No(row.Index, "says that a release was delivered which the log does not have before it");
        }

        return release.Facts == AuditFactsState.Checked && (release.Country, release.Period, release.Tier) != (facts.Country, facts.Period, facts.Tier)
            ? throw No(row.Index, "says that another release was delivered than the one at the entry that it names")
            : row with
            {
                Day = Day(facts.Delivered), Requester = facts.Requester.ToString(), For = facts.For.ToString(), Role = facts.Role, Actors = facts.Actors.ToString(),
                Tier = facts.Tier, Country = facts.Country, Period = facts.Period, Vintage = release.Vintage, Purpose = facts.Purpose, Rule = facts.Rule,
                Revision = facts.PolicyRevision.ToString(), ReleaseEntry = facts.ReleaseEntry,
            };
    }

    private static AuditRow Of(AuditRow row, RefusalFacts facts) => row with
    {
        Day = Day(facts.Refused), Requester = facts.Requester.ToString(), For = facts.For.ToString(), Role = facts.Role, Actors = facts.Actors.ToString(),
        Tier = facts.Tier, Country = facts.Country, Period = facts.Period, Purpose = facts.Purpose, Rule = facts.Rule, Revision = facts.PolicyRevision.ToString(),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static CommandFailure No(long index, string what) =>
        CommandFailure.No(string.Create(CultureInfo.InvariantCulture, $"entry {index} {what}: nothing was kept; take the log and this answer to others who hold its checkpoints"));
}
