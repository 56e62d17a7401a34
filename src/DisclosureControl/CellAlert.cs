namespace Broker.DisclosureControl;

/// <summary>One alert: a claim about a cell that is shown now.</summary>
/// <param name="Key">The cell, in the coordinates of the plan of the final that was judged.</param>
/// <param name="Kind">What is claimed of it.</param>
/// <param name="FalseAlarmsAYear">
/// What the whole rule, over all cells of the tier and both kinds, raises a year when no claim is true: at most 1. It follows from
/// the plan alone.
/// </param>
public sealed record CellAlert(CellKey Key, AlertKind Kind, double FalseAlarmsAYear);
