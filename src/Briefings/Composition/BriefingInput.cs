using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>Everything that a briefing is composed from: public facts and one tier's table, and nothing else.</summary>
/// <remarks>There is no room here for text from a record: names come from the gazetteer, words from the policy's calendar and registry.</remarks>
public sealed record BriefingInput
{
    /// <summary>The log that the release is in.</summary>
    public required string Origin { get; init; }

    /// <summary>The country's name as a heading: <c>Central African Republic</c>.</summary>
    public required string CountryName { get; init; }

    /// <summary>The country's name inside a sentence: <c>the Central African Republic</c>.</summary>
    public required string CountryInSentence { get; init; }

    /// <summary>Running number of the country's issues in this tier, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>First day of the period, UTC.</summary>
    public required DateOnly PeriodStart { get; init; }

    /// <summary>Day after the last day of the period, UTC.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>The calendar's day of issue; never the clock's.</summary>
    public required DateOnly Issued { get; init; }

    /// <summary>The calendar's day of the next issue, null when none is planned.</summary>
    public DateOnly? NextIssue { get; init; }

    /// <summary>The tier's audience in words, as "delegates of elected members of the Security Council".</summary>
    public required string Audience { get; init; }

    /// <summary>The handling mark: a member of <see cref="Markings.All"/>.</summary>
    public required string Marking { get; init; }

    /// <summary>The sharing policy's name.</summary>
    public required string PolicyName { get; init; }

    /// <summary>SHA-256 of the sharing policy's file.</summary>
    public required Sha256Digest PolicyRevision { get; init; }

    /// <summary>What the tier sees.</summary>
    public required TierTable Table { get; init; }

    /// <summary>What the same tier saw in the period before, null when there is none.</summary>
    public TierTable? Previous { get; init; }

    /// <summary>Alerts and scan of the final; null for a flash, and for a tier whose policy asks for none.</summary>
    public BriefingAlerts? Alerts { get; init; }

    /// <summary>Names of the plan's areas.</summary>
    public required Gazetteer Gazetteer { get; init; }

    /// <summary>Outlines of the plan's areas.</summary>
    public required CountryMap Map { get; init; }
}
