namespace Broker.Briefings;

/// <summary>The observation part of a source record: codes, counts and tags, and no free text.</summary>
/// <remarks>Text form <c>observation/1</c>: docs/specs/observation.md. It is opened only in the memory of an unsealed silo.</remarks>
public sealed record Observation
{
    /// <summary>The last of the risk factors.</summary>
    public const int MostRiskFactor = 14;

    /// <summary>The record it belongs to.</summary>
    public required RecordName Record { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Country { get; init; }

    /// <summary>What happened.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The side that acted, or the first side of a fight.</summary>
    public required Actor ActorA { get; init; }

    /// <summary>The side that suffered, or the second side of a fight.</summary>
    public required Actor ActorB { get; init; }

    /// <summary>P-code at the finest level that the depositor allows, or the country's own code: no area given.</summary>
    public required string Place { get; init; }

    /// <summary>When it happened.</summary>
    public required ObservedInterval Interval { get; init; }

    /// <summary>People killed.</summary>
    public required CountRange Killed { get; init; }

    /// <summary>People injured, null when not counted.</summary>
    public CountRange? Injured { get; init; }

    /// <summary>People displaced, null when not counted.</summary>
    public CountRange? Displaced { get; init; }

    /// <summary>People abducted, null when not counted.</summary>
    public CountRange? Abducted { get; init; }

    /// <summary>Risk factors 1 to 14 of the United Nations Framework, ascending, without doubles; may be empty.</summary>
    public IReadOnlyList<int> RiskFactors { get; init; } = [];

    /// <summary>Credibility digit 1 (confirmed) to 6 (cannot be judged), null when not given.</summary>
    public int? Credibility { get; init; }

    /// <summary>How the report reached the depositor.</summary>
    public required CollectionChannel Channel { get; init; }

    /// <summary>HMAC by the depositor's key over an agreed identifier of the source: the protected unit.</summary>
    public required Tag16 SourceTag { get; init; }

    /// <summary>HMAC by the depositor's key over an identifier of the community, null when not given.</summary>
    public Tag16? CommunityTag { get; init; }

    /// <summary>SHA-256 of a summary whose exact text the depositor approved, null when there is none.</summary>
    public Sha256Digest? SummaryDigest { get; init; }

    // Records print their members; a line of a log that prints an observation by mistake must say nothing.
    /// <summary>A fixed word: an observation never prints itself.</summary>
    public override string ToString() => "observation";
}
