using System.Globalization;

namespace Broker.Cli;

/// <summary>An entry of the log as an auditor looks for it; null where an entry does not say or its facts are not there.</summary>
/// <remarks>One line of the index: the columns in this order, a tab between two. No value holds a control character.</remarks>
internal sealed record AuditRow
{
    private const char Separator = '\t';

    /// <summary>The columns' names, as exports have them.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "index", "leafHash", "entryHash", "kind", "facts", "decision", "day", "requester", "for", "role", "actors", "tier", "country", "period",
        "vintage", "purpose", "rule", "revision", "releaseEntry", "release", "briefingJson", "briefingHtml",
    ];

    public required long Index { get; init; }

    public required string LeafHash { get; init; }

    /// <summary>SHA-256 of the entry's bytes.</summary>
    public required string EntryHash { get; init; }

    /// <summary>The kind's word.</summary>
    public required string Kind { get; init; }

    /// <summary>One of <see cref="AuditFactsState"/>.</summary>
    public required string Facts { get; init; }

    /// <summary><c>released</c>, <c>delivered</c> or <c>refused</c>; known by the kind alone.</summary>
    public string? Decision { get; init; }

    /// <summary>The day, yyyy-MM-dd.</summary>
    public string? Day { get; init; }

    /// <summary>The requester's account.</summary>
    public string? Requester { get; init; }

    /// <summary><c>state LUX</c> or <c>organisation ngo-b</c>.</summary>
    public string? For { get; init; }

    public string? Role { get; init; }

    public string? Actors { get; init; }

    public string? Tier { get; init; }

    public string? Country { get; init; }

    public string? Period { get; init; }

    public string? Vintage { get; init; }

    public string? Purpose { get; init; }

    public string? Rule { get; init; }

    public string? Revision { get; init; }

    /// <summary>Of a delivery: the entry of the release that was delivered.</summary>
    public long? ReleaseEntry { get; init; }

    public string? Release { get; init; }

    public string? BriefingJson { get; init; }

    public string? BriefingHtml { get; init; }

    /// <summary>The values in the order of <see cref="Columns"/>.</summary>
    public IReadOnlyList<string?> Values() =>
    [
        Number(Index), LeafHash, EntryHash, Kind, Facts, Decision, Day, Requester, For, Role, Actors, Tier, Country, Period,
        Vintage, Purpose, Rule, Revision, ReleaseEntry is { } entry ? Number(entry) : null, Release, BriefingJson, BriefingHtml,
    ];

    /// <summary>The line of the index, without its newline.</summary>
    public string Line() => string.Join(Separator, Values());

    /// <summary>Reads a line of the index; null when it is none.</summary>
    public static AuditRow? TryRead(string line)
    {
        string?[] values = [.. line.Split(Separator).Select(value => value.Length == 0 ? null : value)];
        return values.Length == Columns.Count
            && TryNumber(values[0], out var index) && values[1] is { } leaf && values[2] is { } entry && values[3] is { } kind && values[4] is { } facts
            && (values[18] is null || TryNumber(values[18], out _))
            ? new AuditRow
            {
                Index = index, LeafHash = leaf, EntryHash = entry, Kind = kind, Facts = facts, Decision = values[5], Day = values[6], Requester = values[7],
                For = values[8], Role = values[9], Actors = values[10], Tier = values[11], Country = values[12], Period = values[13], Vintage = values[14],
                Purpose = values[15], Rule = values[16], Revision = values[17], ReleaseEntry = TryNumber(values[18], out var release) ? release : null,
                Release = values[19], BriefingJson = values[20], BriefingHtml = values[21],
            }
            : null;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool TryNumber(string? text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
