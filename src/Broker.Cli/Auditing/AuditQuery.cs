namespace Broker.Cli;

/// <summary>What an auditor looks for; null asks nothing.</summary>
internal sealed record AuditQuery
{
    /// <summary>A leaf's hash, an entry's, a release's or that of a briefing's file.</summary>
    public string? Hash { get; init; }

    public string? Requester { get; init; }

    public string? For { get; init; }

    public string? Tier { get; init; }

    public string? Country { get; init; }

    /// <summary>The first day, yyyy-MM-dd.</summary>
    public string? From { get; init; }

    /// <summary>The last day.</summary>
    public string? To { get; init; }

    public string? Decision { get; init; }

    public string? Kind { get; init; }

    public string? Rule { get; init; }

    public string? Revision { get; init; }

    /// <summary>A requester's account, or for whom it acts: everything that it received.</summary>
    public string? ReceivedBy { get; init; }

    /// <summary>Entries of releases: everyone who received one of them.</summary>
    public IReadOnlySet<long>? Releases { get; init; }

    /// <summary>Whether the row is one that was asked for.</summary>
    /// <remarks>
    /// INVARIANT: an entry whose facts are not there is left out only for what the entry itself says (kind, decision, hash of entry or leaf): nobody
    /// knows what its facts would have said.
    /// </remarks>
    public bool Takes(AuditRow row) => TakesEntry(row) && (AuditFactsState.IsMissing(row.Facts) || TakesFacts(row));

    private bool TakesEntry(AuditRow row) =>
        Is(Kind, row.Kind)
        && Is(Decision, row.Decision)
        && ((ReceivedBy ?? (object?)Releases) is null || row.Decision == AuditDecision.Delivered)
        && (Hash is null || IsHashOf(row, Hash) || (AuditFactsState.IsMissing(row.Facts) && row.Decision == AuditDecision.Released));

    private bool TakesFacts(AuditRow row) =>
        Is(Requester, row.Requester)
        && IsFor(For, row)
        && Is(Tier, row.Tier)
        && Is(Country, row.Country)
        && Is(Rule, row.Rule)
        && Is(Revision, row.Revision)
        && (From is null || (row.Day is { } day && string.CompareOrdinal(day, From) >= 0))
        && (To is null || (row.Day is { } last && string.CompareOrdinal(last, To) <= 0))
        && (ReceivedBy is null || row.Requester == ReceivedBy || IsFor(ReceivedBy, row))
        && (Releases is null || (row.ReleaseEntry is { } release && Releases.Contains(release)));

    /// <summary>Whether a hash is that of the entry or of something that its facts name.</summary>
    public static bool IsHashOf(AuditRow row, string hash) =>
        row.LeafHash == hash || row.EntryHash == hash || row.Release == hash || row.BriefingJson == hash || row.BriefingHtml == hash;

    private static bool Is(string? asked, string? value) => asked is null || asked == value;

    // `state LUX`, `organisation ngo-b`, or the code alone.
    private static bool IsFor(string? asked, AuditRow row) =>
        asked is null || row.For == asked || (row.For is { } whole && whole.EndsWith(" " + asked, StringComparison.Ordinal));
}
