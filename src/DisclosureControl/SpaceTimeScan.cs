namespace Broker.DisclosureControl;

/// <summary>Looks over areas and blocks for more sources than the same areas reported before: a function of one tier's noisy finals.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Space-time scan"). Zones and windows are those of M. Kulldorff's prospective
/// space-time scan (Journal of the Royal Statistical Society A 164, 2001). Ours are the statistic, because counts with added noise
/// have no Poisson likelihood, and the threshold: a normal quantile shared over all distinct zones and windows, in the place of a
/// permutation test, which would need a generator. It costs no budget and is the same for ever.
/// </remarks>
public static class SpaceTimeScan
{
    /// <summary>How many finals before are looked at, at most.</summary>
    public const int FinalsBefore = LongestWindow - 1 + LongestBaseline;

    /// <summary>Longest window, in blocks.</summary>
    public const int LongestWindow = 3;

    /// <summary>Most finals of a baseline.</summary>
    public const int LongestBaseline = 6;

    /// <summary>Fewest finals of a baseline.</summary>
    public const int ShortestBaseline = 3;

    private const double FalseAlarmsAYear = 0.1;

    /// <summary>Scans a final.</summary>
    /// <param name="now">The final that is judged.</param>
    /// <param name="before">The finals of the blocks before, the newest first, at most <see cref="FinalsBefore"/>; null where one is missing or cannot be compared.</param>
    /// <param name="tierIndex">Index into the plan's tiers; the tier sees areas.</param>
    /// <param name="neighbours">One list for each area on the map: its index in the plan, then the others from the nearest to the furthest.</param>
    /// <exception cref="ArgumentException">The plan is none that alerts judge, a table is not where its place says, the tier sees no areas, or the neighbours do not fit the plan.</exception>
    public static ScanResult Run(
        MeasuredTable now, IReadOnlyList<MeasuredTable?> before, int tierIndex, IReadOnlyList<IReadOnlyList<int>> neighbours)
    {
        AlertRule.RequireJudged(now, tierIndex);
        if (!now.Plan.Tiers[tierIndex].Groups.Contains(CellGroup.Area) || before.Count > FinalsBefore)
        {
            throw new ArgumentException("the tier sees no areas, or there are too many finals before");
        }

        var finals = new TierFinal?[1 + FinalsBefore];
        finals[0] = TierFinal.Now(now, tierIndex);
        for (var block = 1; block <= before.Count; block++)
        {
            var final = TierFinal.Before(now, tierIndex, before[block - 1], block);
            finals[block] = final is { HasTheSameAreas: true } ? final : null;
        }

        var windows = Enumerable.Range(1, LongestWindow).Select(length => ScanWindow.Of(finals, now.Plan.Areas.Count, length)).OfType<ScanWindow>().ToArray();
        return windows.Length == 0 ? new ScanResult(ScanStatus.TooFewFinals, null) : Search(now.Plan, tierIndex, windows, ScanZones.Of(neighbours, now.Plan.Areas.Count));
    }

    private static ScanResult Search(MeasurementPlan plan, int tierIndex, ScanWindow[] windows, IReadOnlyList<int[]> zones)
    {
        var tests = (long)windows.Length * zones.Count;
        var quantile = NormalDistribution.UpperQuantile(FalseAlarmsAYear / AlertThresholds.FinalsAYear / tests);
        var threshold = plan.Tiers[tierIndex].SourceThreshold;
        var (best, most) = ((ScanFinding?)null, quantile);
        foreach (var window in windows)
        {
            foreach (var zone in zones)
            {
                var score = window.Score(zone);
                if (score > most && window.MayBeNamed(zone, threshold))
                {
                    most = score;
                    best = new ScanFinding(zone, zone.Length == plan.Areas.Count, FirstBlock(plan, window.Blocks), window.Blocks);
                }
            }
        }

        return new ScanResult(best is null ? ScanStatus.NoPattern : ScanStatus.Pattern, best);
    }

    private static string FirstBlock(MeasurementPlan plan, int blocks) => plan.MeasuredPeriod.Block.Next(1 - blocks).Id.ToString();
}
