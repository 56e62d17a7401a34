namespace Broker.DisclosureControl;

/// <summary>Alerts of a final: functions of one tier's noisy tables, so that they cost no budget and are the same for ever.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Alerts"). The comparison with the recent mean is that of the early aberration
/// reporting system (L. Hutwagner et al., Journal of Urban Health 80, 2003), with the noise's own variance, known from the plan, in
/// the place of a sample's. Nothing is drawn, and no other tier's numbers are looked at. Estimates of cells that were hidden take
/// part: they are noisy values of the same tier; only cells that are shown now get an alert.
/// </remarks>
public static class AlertRule
{
    /// <summary>How many finals before are looked at.</summary>
    public const int FinalsBefore = 3;

    /// <summary>The alerts of a final, in the plan's order of cells, a rise before a becomes-shown of the same cell.</summary>
    /// <param name="now">The final that is judged.</param>
    /// <param name="threeBefore">The finals of the three blocks before, the newest first; null where one is missing or cannot be compared.</param>
    /// <param name="tierIndex">Index into the plan's tiers.</param>
    /// <returns>At most one alert of each kind for a cell.</returns>
    /// <exception cref="ArgumentException">The plan is none that is <see cref="Judges">judged</see>, or a table is not where its place says.</exception>
    public static IReadOnlyList<CellAlert> Judge(MeasuredTable now, IReadOnlyList<MeasuredTable?> threeBefore, int tierIndex)
    {
        RequireJudged(now, tierIndex);
        if (threeBefore.Count > FinalsBefore)
        {
            throw new ArgumentException("more than three finals before");
        }

        var current = TierFinal.Now(now, tierIndex);
        var earlier = threeBefore.Select((table, index) => TierFinal.Before(now, tierIndex, table, index + 1)).OfType<TierFinal>().ToArray();
        var thresholds = AlertThresholds.Of(now.Plan, tierIndex);
        var alerts = new List<CellAlert>();
        for (var index = 0; index < now.Plan.Keys.Count; index++)
        {
            if (current.IsPublished(index))
            {
                AddAlerts(alerts, now.Plan.Keys[index], now.Plan.Tiers[tierIndex].SourceThreshold, index, current, earlier, thresholds);
            }
        }

        return alerts;
    }

    /// <summary>Whether tables of the plan are judged: finals are. What is left above a hard floor has no variance that could be known.</summary>
    public static bool Judges(MeasurementPlan plan) => plan.Vintage == ReleaseVintage.Final && plan.HardFloor == 0;

    /// <summary>What the rule raises a year, over all cells of the tier and both kinds, when no claim is true; at most 1.</summary>
    public static double FalseAlarmsAYear(MeasurementPlan plan, int tierIndex) => AlertThresholds.Of(plan, tierIndex).FalseAlarmsAYear;

    internal static void RequireJudged(MeasuredTable now, int tierIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tierIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tierIndex, now.Plan.Tiers.Count);
        if (!Judges(now.Plan))
        {
            throw new ArgumentException("the table is not a final, or is cut at a hard floor");
        }
    }

    private static void AddAlerts(
        List<CellAlert> alerts, CellKey key, int threshold, int index, TierFinal current, TierFinal[] earlier, AlertThresholds thresholds)
    {
        var quantile = thresholds.QuantileOf(key.Group);
        var before = earlier.Select(final => (Final: final, Index: final.IndexOf(key))).Where(cell => cell.Index >= 0).ToArray();
        if (before.Length == FinalsBefore && IsRise(key.Group, current, index, before, quantile))
        {
            alerts.Add(new CellAlert(key, AlertKind.Rise, thresholds.FalseAlarmsAYear));
        }

        var deviation = Math.Sqrt(current.VarianceOf(key.Group));
        if (before.Length > 0 && before.All(cell => !cell.Final.IsPublished(cell.Index))
            && current.Estimate(index) - (threshold - 1) >= quantile * deviation)
        {
            alerts.Add(new CellAlert(key, AlertKind.BecomesShown, thresholds.FalseAlarmsAYear));
        }
    }

    // The four tables have noise of their own: the variance of the difference is the sum, whatever class each was measured in.
    private static bool IsRise(CellGroup group, TierFinal current, int index, (TierFinal Final, int Index)[] before, double quantile)
    {
        var (sum, variance) = (0.0, 0.0);
        foreach (var (final, there) in before)
        {
            sum += final.Estimate(there);
            variance += final.VarianceOf(group);
        }

        var spread = Math.Sqrt(current.VarianceOf(group) + (variance / FinalsBefore / FinalsBefore));
        return current.Estimate(index) - (sum / FinalsBefore) > quantile * spread;
    }
}
