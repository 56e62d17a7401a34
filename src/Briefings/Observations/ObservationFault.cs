namespace Broker.Briefings;

/// <summary>Why bytes are not an observation; <see cref="ObservationFaults.Code"/> gives the closed text code.</summary>
public enum ObservationFault
{
    None,
    TooLarge,
    NotAscii,
    Format,
    Line,
    TrailingBytes,
    Record,
    Country,
    Kind,
    Actor,
    Role,
    Affiliation,
    Place,
    Interval,
    Precision,
    CountRange,
    RiskFactors,
    Credibility,
    Channel,
    SourceTag,
    CommunityTag,
    SummaryDigest,
}
