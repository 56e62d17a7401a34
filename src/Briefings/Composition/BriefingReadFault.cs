namespace Broker.Briefings;

/// <summary>Why bytes are not the JSON of a briefing; <see cref="BriefingReadFaults.Code"/> gives the closed text code.</summary>
public enum BriefingReadFault
{
    None,
    TooLarge,
    Json,
    Format,
    Value,
    Canonical,
    ReleaseHash,
}
