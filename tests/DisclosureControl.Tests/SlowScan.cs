namespace Broker.DisclosureControl.Tests;

/// <summary>The scan as its specification says it, zone by zone; and the ways in which one gets it wrong.</summary>
internal sealed class SlowScan(SlowScan.Mistake mistake = SlowScan.Mistake.None)
{
    internal enum Mistake
    {
        None,

        /// <summary>The best zone and window is judged as if no other had been looked at.</summary>
        NoBonferroni,

        /// <summary>Only the noise is thought of: that independent reports vary is forgotten.</summary>
        NoChance,

        /// <summary>Chance is judged by the baseline alone.</summary>
        ChanceOfTheBaseline,
    }

    /// <summary>The best zone that passes, newest final first, all nine of them there.</summary>
    internal (int[] Areas, int Blocks)? Run(MeasuredTable[] newest, int tier, IReadOnlyList<int[]> zones)
    {
        var plan = newest[0].Plan;
        var values = newest.Select(final => Derive.Estimates(final.Plan, final, tier).Values[1..(1 + plan.Areas.Count)].ToArray()).ToArray();
        var variances = zones.Select(zone => zone.Length).Distinct().ToDictionary(size => size, size => VarianceOf(plan, tier, size));
        var tests = mistake == Mistake.NoBonferroni ? 1 : 3 * zones.Count;
        var (best, most) = (((int[], int)?)null, Statistics.Quantile(1 - (0.1 / 13 / tests)));
        for (var blocks = 1; blocks <= 3; blocks++)
        {
            foreach (var zone in zones)
            {
                var sum = zone.Sum(area => values.Take(blocks).Sum(final => final[area]));
                var before = zone.Sum(area => values.Skip(blocks).Take(6).Sum(final => final[area]));
                var score = Score(sum, before, blocks, variances[zone.Length]);
                var least = (blocks * (plan.Tiers[tier].SourceThreshold - 1)) + (2.33 * Math.Sqrt(blocks * variances[zone.Length]));
                if (score > most && sum >= least)
                {
                    (best, most) = ((zone, blocks), score);
                }
            }
        }

        return best;
    }

    private double Score(double sum, double before, int blocks, double variance)
    {
        var ratio = blocks / 6.0;
        var chance = mistake switch
        {
            Mistake.NoChance => 0,
            Mistake.ChanceOfTheBaseline => Math.Max(0, ratio * before) * (1 + ratio),
            _ => Math.Max(0, (sum + before) / (blocks + 6)) * blocks * (1 + ratio),
        };
        return (sum - (ratio * before)) / Math.Sqrt((variance * blocks) + (ratio * ratio * variance * 6) + chance);
    }

    // Any areas of that number: the covariance does not depend on which.
    private static double VarianceOf(MeasurementPlan plan, int tier, int areas) => SlowLeastSquares.VarianceOfSum(
        plan, plan.NoiseFactor(tier), Enumerable.Range(0, areas).Select(area => new CellKey(CellGroup.Area, area)));
}
