namespace Broker.DisclosureControl;

/// <summary>The shifted hard floor: no number is ever shown behind which fewer than k separate sources of one stratum stand.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Hard floor"), with its proof. In a stratum a cell of n sources counts as
/// m = max(0, n - (k - 1)), noise is added to m, and below k the noisy number is held at a limit T' that shows nothing. The shift makes
/// the step at k one source high, so that what the limit itself tells stays a chance (<see cref="Delta"/>): an unshifted
/// "shown from k" would tell the k-th source outright.
/// </remarks>
internal static class HardFloorRule
{
    // Noise reaches the limit with a chance of 1 to 2 in 10^6: so often that a cell is shown alone tells that the k-th source came.
    private const double LimitQuantile = 4.75;

    /// <summary>T': 4.75 standard deviations of one stratum's noise, rounded up. A stratum shows only what is above it.</summary>
    internal static long LimitOf(NoiseVariance variance) => (long)Math.Ceiling(LimitQuantile * Math.Sqrt(variance.ToDouble()));

    /// <summary>What is stored for a cell of one stratum. It is above the limit only where at least k sources stand.</summary>
    internal static long Stored(MeasurementPlan plan, CellGroup group, long count, long noise)
    {
        var noisy = Math.Max(0, count - (plan.HardFloor - 1)) + noise;
        return count < plan.HardFloor ? Math.Min(noisy, plan.HardFloorLimit(group)) : noisy;
    }

    /// <summary>The chance that the limit bites on one side only of a source that comes or goes: P(noise ≥ T'), over the groups.</summary>
    internal static double Delta(MeasurementPlan plan) => plan.HardFloor == 0
        ? 0
        : PlanKeys.Groups.Where(plan.HasGroup).Sum(group => Tail(plan.VarianceOf(group).ToDouble(), plan.HardFloorLimit(group)));

    /// <summary>The tier's cells, each by itself: shifted counts do not add up.</summary>
    internal static TierCell[] Cells(MeasurementPlan plan, MeasuredTable measured, int tierIndex, bool[] eligible)
    {
        var cells = new TierCell[plan.Keys.Count];
        for (var index = 0; index < cells.Length; index++)
        {
            var key = plan.Keys[index];
            cells[index] = !plan.Tiers[tierIndex].Groups.Contains(key.Group)
                ? new TierCell(key, CellStatus.NotInTier, 0, 0, 0, 0)
                : Cell(plan, measured, tierIndex, index, key.Area < 0 || eligible[key.Area]);
        }

        return cells;
    }

    private static TierCell Cell(MeasurementPlan plan, MeasuredTable measured, int tierIndex, int index, bool mayShow)
    {
        var key = plan.Keys[index];
        var limit = plan.HardFloorLimit(key.Group);
        var (open, number) = (0, measured.ExtraFrom(tierIndex, index));
        for (var stratum = 0; stratum <= tierIndex; stratum++)
        {
            var noisy = measured.NoisyOf(stratum)[index];
            open += noisy > limit ? 1 : 0;
            number += noisy > limit ? noisy + plan.HardFloor - 1 : 0;
        }

        var variance = plan.NoiseFactor(tierIndex) * plan.VarianceOf(key.Group).ToDouble();
        if (!mayShow || open == 0)
        {
            return new TierCell(key, CellStatus.Suppressed, 0, 0, 0, variance);
        }

        // Each stratum that shows has its k. Each that does not may hold what its limit and its noise can hide.
        var least = (long)open * plan.HardFloor;
        number = Math.Max(number, least);
        var reach = Derive.IntervalQuantile * Math.Sqrt(variance);
        var hidden = (tierIndex + 1 - open) * MostHidden(plan, key.Group);
        return Derive.Published(
            key, number, Math.Max(least, number - reach), number + reach + hidden, plan.Tiers[tierIndex].RoundTo, variance, least);
    }

    private static long MostHidden(MeasurementPlan plan, CellGroup group) =>
        plan.HardFloor - 1 + plan.HardFloorLimit(group)
        + (long)Math.Ceiling(Derive.IntervalQuantile * Math.Sqrt(plan.VarianceOf(group).ToDouble()));

    // P(noise ≥ limit) by the definition of the discrete Gaussian; terms beyond 40 standard deviations are below any double.
    internal static double Tail(double variance, long limit)
    {
        var (all, above, reach) = (0.0, 0.0, (long)Math.Ceiling(40 * Math.Sqrt(variance)));
        for (var y = -reach; y <= reach; y++)
        {
            var weight = Math.Exp(-y * (double)y / (2 * variance));
            all += weight;
            above += y >= limit ? weight : 0;
        }

        return above / all;
    }
}
