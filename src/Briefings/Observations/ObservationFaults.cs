namespace Broker.Briefings;

/// <summary>The closed text codes of <see cref="ObservationFault"/>; a code names a line, never its content.</summary>
public static class ObservationFaults
{
    /// <summary>Kebab-case code, stable across versions.</summary>
    public static string Code(ObservationFault fault) => fault switch
    {
        ObservationFault.None => "none",
        ObservationFault.TooLarge => "too-large",
        ObservationFault.NotAscii => "not-ascii",
        ObservationFault.Format => "format",
        ObservationFault.Line => "line",
        ObservationFault.TrailingBytes => "trailing-bytes",
        ObservationFault.Record => "record",
        ObservationFault.Country => "country",
        ObservationFault.Kind => "kind",
        ObservationFault.Actor => "actor",
        ObservationFault.Role => "role",
        ObservationFault.Affiliation => "affiliation",
        ObservationFault.Place => "place",
        ObservationFault.Interval => "interval",
        ObservationFault.Precision => "precision",
        ObservationFault.CountRange => "count-range",
        ObservationFault.RiskFactors => "risk-factors",
        ObservationFault.Credibility => "credibility",
        ObservationFault.Channel => "channel",
        ObservationFault.SourceTag => "source-tag",
        ObservationFault.CommunityTag => "community-tag",
        ObservationFault.SummaryDigest => "summary-digest",
        _ => throw Fault.Malformed(nameof(fault), "a fault of the registry"),
    };
}
