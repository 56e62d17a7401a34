namespace Broker.Briefings;

/// <summary>What the JSON of a briefing says, format <c>briefing/1</c>: docs/specs/briefing.md.</summary>
public sealed record BriefingDocument
{
    /// <summary>The format's name.</summary>
    public const string Format = "briefing/1";

    /// <summary>The log that the release is in.</summary>
    public required string Origin { get; init; }

    /// <summary>Running number of the country's issues in this tier.</summary>
    public required int Number { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Country { get; init; }

    /// <summary>Identifier of the period.</summary>
    public required string Period { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodStart { get; init; }

    /// <summary>Day after the last day of the period.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>Day of issue.</summary>
    public required DateOnly Issued { get; init; }

    /// <summary>Day of the next issue, or null.</summary>
    public required DateOnly? NextIssue { get; init; }

    /// <summary><c>flash</c> or <c>final</c>.</summary>
    public required string Vintage { get; init; }

    /// <summary>The tier's name.</summary>
    public required string Tier { get; init; }

    /// <summary>The tier's audience in words.</summary>
    public required string Audience { get; init; }

    /// <summary>The handling mark.</summary>
    public required string Marking { get; init; }

    /// <summary>The sharing policy's name.</summary>
    public required string PolicyName { get; init; }

    /// <summary>SHA-256 of the sharing policy's file.</summary>
    public required Sha256Digest PolicyRevision { get; init; }

    /// <summary>SHA-256 of the plan's canonical text.</summary>
    public required Sha256Digest PlanHash { get; init; }

    /// <summary>zCDP that the measurement cost each source, over all tiers.</summary>
    public required string Rho { get; init; }

    /// <summary>zCDP of what this tier alone learns of a source.</summary>
    public required string TierRho { get; init; }

    /// <summary>By how much this tier's noise exceeds one stratum's.</summary>
    public required int NoiseFactor { get; init; }

    /// <summary>The plan's variances, group by group.</summary>
    public required IReadOnlyList<BriefingVariance> Variances { get; init; }

    /// <summary>k: a number needs to be clear of k - 1 sources.</summary>
    public required int SourceThreshold { get; init; }

    /// <summary>Organisations that an area needs.</summary>
    public required int OrganisationThreshold { get; init; }

    /// <summary>Published numbers are multiples of this.</summary>
    public required int RoundTo { get; init; }

    /// <summary><see cref="ReleaseText.Hash"/> of the cells.</summary>
    public required Sha256Digest ReleaseHash { get; init; }

    /// <summary>The cells that the tier sees, in the plan's order.</summary>
    public required IReadOnlyList<BriefingCell> Cells { get; init; }

    /// <summary>Alerts and scan; null where the tier gets none.</summary>
    public BriefingAlertSection? Alerts { get; init; }
}
