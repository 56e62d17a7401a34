namespace Broker.DisclosureControl;

/// <summary>How far beyond the noise a cell has to be, so that all cells together raise at most one false alarm a year.</summary>
/// <remarks>
/// One half of the year's false alarm goes to each kind of alert. Within a kind one half goes to the country cell, the rest in
/// equal parts to the other groups that the tier sees, and in each group in equal parts to its cells. Each cell is tested once in
/// each of the 13 finals of a year. It is a function of the public plan.
/// </remarks>
internal sealed class AlertThresholds
{
    internal const int FinalsAYear = 13;

    private const double AYear = 1;
    private const double OfEachKind = AYear / 2;

    private readonly double[] quantiles = new double[PlanKeys.Groups.Length];

    private AlertThresholds(MeasurementPlan plan, int tierIndex)
    {
        var seen = PlanKeys.Groups.Where(group => plan.HasGroup(group) && plan.Tiers[tierIndex].Groups.Contains(group)).ToArray();
        foreach (var group in seen)
        {
            var cells = PlanKeys.CountOf(group, plan.Areas.Count, plan.Categories.Count);
            var quantile = NormalDistribution.UpperQuantile(OfEachKind * ShareOf(group, seen) / FinalsAYear / cells);
            quantiles[(int)group] = quantile;
            FalseAlarmsAYear += FinalsAYear * cells
                * (NormalDistribution.UpperTail(quantile) + NormalDistribution.UpperTail(Math.Max(quantile, Derive.ShowQuantile)));
        }
    }

    internal static AlertThresholds Of(MeasurementPlan plan, int tierIndex) => new(plan, tierIndex);

    /// <summary>Expected number of false alarms in a year, over all cells and both kinds, when no claim is true.</summary>
    internal double FalseAlarmsAYear { get; }

    /// <summary>By how many standard deviations a cell of the group has to be beyond what the claim excludes.</summary>
    internal double QuantileOf(CellGroup group) => quantiles[(int)group];

    private static double ShareOf(CellGroup group, CellGroup[] seen)
    {
        if (!seen.Contains(CellGroup.Country))
        {
            return 1.0 / seen.Length;
        }

        return seen.Length == 1 ? 1 : group == CellGroup.Country ? 0.5 : 0.5 / (seen.Length - 1);
    }
}
