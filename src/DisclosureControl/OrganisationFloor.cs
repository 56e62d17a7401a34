namespace Broker.DisclosureControl;

/// <summary>Whether at least three organisations stand behind an area, judged on noisy numbers.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Organisations"). A final is judged by its own numbers: their noise is independent
/// of the area's, so nothing is selected by it. Numbers of several strata are not added: one organisation with sources in three
/// strata would pass for three. One stratum alone must reach the floor; the quantile grows with the number of strata that are tried,
/// so that an area with one organisation too few passes in at most 5 blocks of 100.
/// </remarks>
internal static class OrganisationFloor
{
    // A flash of a block's first two weeks comes before the final of the block before.
    private const int MostBlocksBefore = 2;

    // One-sided normal quantiles at 5 % divided by the number of strata (1 to 8), rounded up.
    private static readonly double[] Quantiles = [1.645, 1.96, 2.129, 2.242, 2.327, 2.395, 2.45, 2.498];

    /// <summary>Whether a final may judge the areas of a flash: it was measured by then, one or two blocks before.</summary>
    internal static bool MayJudge(MeasurementPlan final, MeasurementPlan flash)
    {
        var (earlier, later) = (final.MeasuredPeriod, flash.MeasuredPeriod);
        return earlier.IsFinal && !later.IsFinal && final.Country == flash.Country && earlier.CutOff <= later.CutOff
            && later.Block.Ordinal - earlier.Block.Ordinal <= MostBlocksBefore;
    }

    /// <summary>Eligibility of each of the plan's areas for the tier; none without a table of organisations that knows the tier.</summary>
    internal static bool[] EligibleAreas(MeasurementPlan plan, int tierIndex, MeasuredTable? organisations)
    {
        var eligible = new bool[plan.Areas.Count];
        var terms = plan.Tiers[tierIndex];
        var tier = organisations is null ? -1 : IndexOf(organisations.Plan.Tiers.Select(candidate => candidate.Name), terms.Name);
        for (var area = 0; tier >= 0 && area < eligible.Length; area++)
        {
            var there = organisations!.Plan == plan ? area : IndexOf(organisations.Plan.Areas, plan.Areas[area]);
            eligible[area] = there >= 0 && Reaches(organisations, tier, there, BoundOf(organisations.Plan, tier, terms));
        }

        return eligible;
    }

    /// <summary>What the noisy number of organisations of one stratum must reach in a final.</summary>
    internal static double BoundOf(MeasurementPlan final, int tierIndex) => BoundOf(final, tierIndex, final.Tiers[tierIndex]);

    // The terms are of the plan that is judged. Numbers are whole: without the half the chance above it would be that of the half number below.
    private static double BoundOf(MeasurementPlan final, int tier, TierTerms terms) =>
        Math.Max(MeasurementPlan.LeastOrganisations, terms.OrganisationThreshold) - 0.5 + (Quantiles[tier] * Math.Sqrt(final.OrganisationVariance.ToDouble()));

    private static bool Reaches(MeasuredTable organisations, int tier, int area, double bound)
    {
        for (var stratum = 0; stratum <= tier; stratum++)
        {
            if (organisations.Organisations(stratum, area) >= bound)
            {
                return true;
            }
        }

        return false;
    }

    private static int IndexOf(IEnumerable<string> names, string name) => names.ToList().IndexOf(name);
}
