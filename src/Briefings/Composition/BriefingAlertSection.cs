using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>What the JSON of a briefing says of change.</summary>
/// <param name="Kinds">The kinds that the tier gets, in the order of <see cref="AlertCodes.All"/>.</param>
/// <param name="FinalsBefore">How many of the three finals before could be compared with.</param>
/// <param name="Raised">The alerts, in the order of the cells.</param>
/// <param name="Scan">The scan; null for a tier that gets none.</param>
public sealed record BriefingAlertSection(IReadOnlyList<AlertKind> Kinds, int FinalsBefore, IReadOnlyList<BriefingAlert> Raised, BriefingScan? Scan);
