using System.Globalization;

namespace Broker.DisclosureControl;

/// <summary>Whether at least three organisations stand behind an area, judged on the previous block's noisy numbers.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Organisations"). Numbers of organisations of several strata are not added:
/// one organisation with sources in three strata would pass for three. One stratum alone must reach the floor; the quantile
/// grows with the number of strata that are tried, so that an area exactly at the floor passes in at most 5 blocks of 100.
/// </remarks>
internal static class OrganisationFloor
{
    /// <summary>No terms can ask for fewer organisations.</summary>
    internal const int Least = 3;

    // One-sided normal quantiles at 5 % divided by the number of strata (1 to 8).
    private static readonly double[] Quantiles = [1.64, 1.96, 2.13, 2.24, 2.33, 2.39, 2.45, 2.50];

    /// <summary>Whether the previous table may stand before this plan's period: the block before; for a flash also the one before that.</summary>
    internal static bool Precedes(MeasurementPlan previous, MeasurementPlan plan)
    {
        var distance = BlockOf(plan).Ordinal - BlockOf(previous).Ordinal;
        return previous.CountsOrganisations && previous.Country == plan.Country
            && distance >= 1 && distance <= (plan.Vintage == ReleaseVintage.Final ? 1 : 2);
    }

    /// <summary>Eligibility of each of the plan's areas for the tier; none without a previous block that knew the tier.</summary>
    internal static bool[] EligibleAreas(MeasurementPlan plan, int tierIndex, MeasuredTable? previous)
    {
        var eligible = new bool[plan.Areas.Count];
        var terms = plan.Tiers[tierIndex];
        var tierBefore = previous is null ? -1 : IndexOf(previous.Plan.Tiers.Select(tier => tier.Name), terms.Name);
        for (var area = 0; tierBefore >= 0 && area < eligible.Length; area++)
        {
            var areaBefore = IndexOf(previous!.Plan.Areas, plan.Areas[area]);
            eligible[area] = areaBefore >= 0 && Reaches(previous, tierBefore, areaBefore, Math.Max(Least, terms.OrganisationThreshold));
        }

        return eligible;
    }

    private static bool Reaches(MeasuredTable previous, int tier, int area, int floor)
    {
        var query = previous.Plan.Keys.Count + area;
        var most = Enumerable.Range(0, tier + 1).Max(stratum => previous.NoisyOf(stratum)[query]) + previous.ExtraFrom(tier, query);
        var variance = previous.Plan.OrganisationVariance.ToDouble() * previous.Plan.Tiers[tier].NoiseMultiple;
        return most >= floor + (Quantiles[tier] * Math.Sqrt(variance));
    }

    private static FourWeekBlock BlockOf(MeasurementPlan plan)
    {
        if (plan.Vintage == ReleaseVintage.Final)
        {
            return FourWeekCalendar.Parse(plan.Period);
        }

        var year = int.Parse(plan.Period.AsSpan(0, 4), CultureInfo.InvariantCulture);
        var week = int.Parse(plan.Period.AsSpan(6), CultureInfo.InvariantCulture);
        return FourWeekCalendar.Containing(DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)));
    }

    private static int IndexOf(IEnumerable<string> names, string name) => names.ToList().IndexOf(name);
}
