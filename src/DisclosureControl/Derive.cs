namespace Broker.DisclosureControl;

/// <summary>What a tier sees: a pure function of noisy numbers, so that it costs no budget and is the same for ever.</summary>
/// <remarks>References: docs/specs/disclosure-control.md ("Derive"). It draws nothing and never sees a record.</remarks>
public static class Derive
{
    /// <summary>A cell of k - 1 sources is shown in at most about 1 of 100 blocks: the 99 % quantile of the normal distribution.</summary>
    internal const double ShowQuantile = 2.33;

    /// <summary>Over all cells, shown or not, 95 of 100 intervals hold the true number.</summary>
    internal const double IntervalQuantile = 1.96;

    /// <summary>The table of a tier.</summary>
    /// <param name="plan">The plan of <paramref name="measured"/>.</param>
    /// <param name="measured">What was drawn once and stored.</param>
    /// <param name="tierIndex">Index into the plan's tiers.</param>
    /// <param name="organisations">
    /// For the organisation floor: null for a final, which is judged by its own numbers of organisations; for a flash the last final
    /// whose cut-off was not after the flash's own. A flash without one shows no area and no leaf.
    /// </param>
    /// <returns>Every cell of the plan in its order. A cell that is not published carries no number but its variance.</returns>
    /// <exception cref="ArgumentException">The plan is another than the table's, or <paramref name="organisations"/> is not what is written above.</exception>
    public static TierTable Tier(MeasurementPlan plan, MeasuredTable measured, int tierIndex, MeasuredTable? organisations)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tierIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tierIndex, plan.Tiers.Count);
        if (measured.Plan.Hash != plan.Hash)
        {
            throw new ArgumentException("the table was measured under another plan");
        }

        if (organisations is not null && !OrganisationFloor.MayJudge(organisations.Plan, plan))
        {
            throw new ArgumentException("the table of organisations is not a final that a flash of this week may be judged by");
        }

        var eligible = OrganisationFloor.EligibleAreas(plan, tierIndex, plan.CountsOrganisations ? measured : organisations);
        if (plan.HardFloor > 0)
        {
            return new TierTable(plan, tierIndex, HardFloorRule.Cells(plan, measured, tierIndex, eligible));
        }

        var estimates = Estimates(plan, measured, tierIndex);
        var numbers = AddingUp.Numbers(plan, estimates.Values);
        var cells = new TierCell[plan.Keys.Count];
        for (var index = 0; index < cells.Length; index++)
        {
            var key = plan.Keys[index];
            var mayShow = key.Area < 0 || eligible[key.Area];
            cells[index] = Cell(plan.Tiers[tierIndex], key, mayShow, estimates.Values[index], numbers[index], estimates.VarianceOf(key.Group));
        }

        return new TierTable(plan, tierIndex, cells);
    }

    internal static TierEstimates Estimates(MeasurementPlan plan, MeasuredTable measured, int tierIndex) => plan.HardFloor > 0
        ? TierEstimates.EachByItself(plan, measured.RawCells(tierIndex), plan.NoiseFactor(tierIndex), plan.HardFloor - 1)
        : TierEstimates.Of(plan, measured.RawCells(tierIndex), plan.NoiseFactor(tierIndex));

    // What is promised to stand behind the number, no rounding takes back: it goes up to the next step, the range begins at the promise.
    internal static TierCell Published(CellKey key, long number, double low, double high, int step, double variance, long least = 0)
    {
        var nearest = (number + (step / 2)) / step * step;
        var about = nearest < least ? nearest + step : nearest;
        var from = Math.Max(least, (long)Math.Floor(Math.Max(0, low) / step) * step);
        var to = (long)Math.Ceiling(high / step) * step;

        // Adding up may carry the number out of the interval; the interval then grows, it never shrinks.
        return new TierCell(key, CellStatus.Published, about, Math.Min(from, about), Math.Max(to, about), variance);
    }

    private static TierCell Cell(TierTerms terms, CellKey key, bool mayShow, double estimate, long number, double variance)
    {
        if (!terms.Groups.Contains(key.Group))
        {
            return new TierCell(key, CellStatus.NotInTier, 0, 0, 0, 0);
        }

        var deviation = Math.Sqrt(variance);
        if (!mayShow || estimate < terms.SourceThreshold - 1 + (ShowQuantile * deviation))
        {
            return new TierCell(key, CellStatus.Suppressed, 0, 0, 0, variance);
        }

        var reach = IntervalQuantile * deviation;
        return Published(key, number, estimate - reach, estimate + reach, terms.RoundTo, variance);
    }
}
