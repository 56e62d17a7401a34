namespace Broker.DisclosureControl;

/// <summary>What a tier would make of exact numbers, if nobody else had deposited anything.</summary>
/// <param name="Key">The cell.</param>
/// <param name="Sources">How many of one's own sources the tier counts in it: exact, for their owner only.</param>
/// <param name="Deviation">Standard deviation of what the tier estimates for the cell.</param>
/// <param name="ShownFrom">The least estimate with which it is shown; infinite where the floor under organisations cannot be met at all.</param>
/// <param name="Chance">Chance that the cell is shown, 0 to 1.</param>
public readonly record struct OwnCell(CellKey Key, long Sources, double Deviation, double ShownFrom, double Chance);
