namespace Broker.DisclosureControl.Tests;

/// <summary>The alert rule as its specification says it, on the slow least squares; and the ways in which one gets it wrong.</summary>
internal sealed class SlowAlertRule(SlowAlertRule.Mistake mistake = SlowAlertRule.Mistake.None)
{
    internal enum Mistake
    {
        None,

        /// <summary>Each cell is tested as if it were the only one.</summary>
        NoBonferroni,

        /// <summary>The noise of the three finals before is forgotten.</summary>
        NoBaselineVariance,

        /// <summary>A becomes-shown claims k sources as soon as the estimate reaches k.</summary>
        NoMargin,

        /// <summary>The rule looks at true counts.</summary>
        ExactCounts,
    }

    /// <summary>Estimates and variances of a table, by the normal equations.</summary>
    internal static (double Estimate, double Variance)[] Estimates(MeasuredTable table, int tier) =>
        SlowLeastSquares.Solve(table.Plan, query => table.Raw(tier, query), table.Plan.NoiseFactor(tier));

    /// <summary>The alerts, from the newest table to the oldest; the truths are for the mistake that looks at them.</summary>
    internal List<(CellKey Key, AlertKind Kind)> Judge(
        MeasuredTable[] tables, (double Estimate, double Variance)[][] estimates, int tier, long[][]? truths = null)
    {
        var plan = tables[0].Plan;
        var threshold = plan.Tiers[tier].SourceThreshold;
        var shown = tables.Select(table => Derive.Tier(table.Plan, table, tier, null).Cells).ToArray();
        var alerts = new List<(CellKey, AlertKind)>();
        for (var index = 0; index < plan.Keys.Count; index++)
        {
            var key = plan.Keys[index];
            if (!plan.Tiers[tier].Groups.Contains(key.Group))
            {
                continue;
            }

            var quantile = Statistics.Quantile(1 - Share(plan, tier, key.Group));
            double Value(int block) => mistake == Mistake.ExactCounts ? truths![block][index] : estimates[block][index].Estimate;
            double Spread(int block) => mistake == Mistake.ExactCounts ? 0 : estimates[block][index].Variance;
            var published = mistake == Mistake.ExactCounts ? Value(0) >= threshold : shown[0][index].Status == CellStatus.Published;
            var variance = Spread(0) + (mistake == Mistake.NoBaselineVariance ? 0 : Enumerable.Range(1, 3).Sum(Spread) / 9);
            if (published && Value(0) - (Enumerable.Range(1, 3).Sum(Value) / 3) > quantile * Math.Sqrt(variance))
            {
                alerts.Add((key, AlertKind.Rise));
            }

            var reach = mistake == Mistake.NoMargin ? threshold : threshold - 1 + Math.Max(quantile * Math.Sqrt(Spread(0)), 2.33 * Math.Sqrt(Spread(0)));
            var mayShow = published || (mistake == Mistake.NoMargin && key.Area < 0);
            if (mayShow && Value(0) >= reach && Enumerable.Range(1, 3).All(block => shown[block][index].Status != CellStatus.Published))
            {
                alerts.Add((key, AlertKind.BecomesShown));
            }
        }

        return alerts;
    }

    private double Share(MeasurementPlan plan, int tier, CellGroup group)
    {
        var groups = plan.Tiers[tier].Groups.Where(plan.HasGroup).ToList();
        var ofGroup = groups.Count == 1 ? 1 : group == CellGroup.Country ? 0.5 : 0.5 / (groups.Count - 1);
        return mistake == Mistake.NoBonferroni ? 0.5 / 2 / 13 : 0.5 * ofGroup / 13 / plan.Keys.Count(key => key.Group == group);
    }
}
