using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>What a tier is told of change in a final: which kinds of alert it gets, those that were raised, and the scan.</summary>
public sealed record BriefingAlerts
{
    /// <summary>The kinds that the tier gets, at least one, each once.</summary>
    public required IReadOnlyList<AlertKind> Kinds { get; init; }

    /// <summary>How many of the three finals before are there to compare with.</summary>
    public required int FinalsBefore { get; init; }

    /// <summary>The alerts of these kinds, as <see cref="AlertRule"/> gave them; empty when there is none.</summary>
    public required IReadOnlyList<CellAlert> Raised { get; init; }

    /// <summary>The space-time scan; null for a tier that gets none.</summary>
    public ScanResult? Scan { get; init; }
}
