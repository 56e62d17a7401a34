namespace Broker.DisclosureControl;

/// <summary>One cell as a tier sees it.</summary>
/// <param name="Key">Its coordinates.</param>
/// <param name="Status">Whether numbers are shown; all numbers are 0 unless <see cref="CellStatus.Published"/>.</param>
/// <param name="Estimate">The point estimate, a non-negative whole number.</param>
/// <param name="Low">Lower end of the 95 % interval, at least 0.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Variance">The estimate's variance, known to everyone because it depends on the plan only.</param>
public sealed record TierCell(CellKey Key, CellStatus Status, long Estimate, long Low, long High, double Variance);
