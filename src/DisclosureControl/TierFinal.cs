namespace Broker.DisclosureControl;

/// <summary>A final as one tier knows it: its noisy estimates of every cell, and which cells were shown. It looks cells up by the codes of another plan.</summary>
internal sealed class TierFinal
{
    private readonly MeasurementPlan asked;
    private readonly MeasuredTable measured;
    private readonly int tier;
    private readonly TierEstimates estimates;
    private readonly Lazy<TierTable> table;
    private readonly int[] areas;
    private readonly int[] categories;

    private TierFinal(MeasurementPlan asked, MeasuredTable measured, int tier)
    {
        this.asked = asked;
        this.measured = measured;
        this.tier = tier;
        estimates = Derive.Estimates(measured.Plan, measured, tier);
        table = new Lazy<TierTable>(() => Derive.Tier(measured.Plan, measured, tier, null), LazyThreadSafetyMode.None);
        areas = Places(asked.Areas, measured.Plan.Areas);
        categories = Places(asked.Categories, measured.Plan.Categories);
    }

    /// <summary>The final itself.</summary>
    internal static TierFinal Now(MeasuredTable measured, int tierIndex) => new(measured.Plan, measured, tierIndex);

    /// <summary>An earlier final in the coordinates of <paramref name="now"/>; null where it is missing or did not know the tier.</summary>
    /// <exception cref="ArgumentException">It is no final of the same country, that many blocks before.</exception>
    internal static TierFinal? Before(MeasuredTable now, int tierIndex, MeasuredTable? before, int blocks)
    {
        if (before is null)
        {
            return null;
        }

        if (before.Plan.Vintage != ReleaseVintage.Final || before.Plan.Country != now.Plan.Country
            || before.Plan.MeasuredPeriod.Block.Ordinal != now.Plan.MeasuredPeriod.Block.Ordinal - blocks)
        {
            throw new ArgumentException("an earlier table is not the final of its place");
        }

        var tier = Array.FindIndex([.. before.Plan.Tiers], terms => terms.Name == now.Plan.Tiers[tierIndex].Name);
        return tier < 0 || !AlertRule.Judges(before.Plan) ? null : new TierFinal(now.Plan, before, tier);
    }

    /// <summary>Eligibility of each area of this final's own plan: whether enough organisations stood behind it.</summary>
    internal bool IsEligible(int area) =>
        areas[area] >= 0 && OrganisationFloor.EligibleAreas(measured.Plan, tier, measured)[areas[area]];

    /// <summary>Index of the cell in this final; -1 where the tier did not see one of these codes.</summary>
    internal int IndexOf(CellKey key)
    {
        var plan = measured.Plan;
        var area = key.Area < 0 ? 0 : areas[key.Area];
        var category = key.Category < 0 ? 0 : categories[key.Category];
        if (area < 0 || category < 0 || !plan.HasGroup(key.Group) || !plan.Tiers[tier].Groups.Contains(key.Group))
        {
            return -1;
        }

        return plan.IndexOf(key.Group) + (key.Group == CellGroup.Leaf ? (area * plan.Categories.Count) + category : area + category);
    }

    internal bool IsPublished(int index) => table.Value.Cells[index].Status == CellStatus.Published;

    internal double Estimate(int index) => estimates.Values[index];

    internal double VarianceOf(CellGroup group) => estimates.VarianceOf(group);

    /// <summary>
    /// Variance of the sum of that many areas' estimates. An estimate of an area is a share of the total's and a deviation; the total
    /// and the deviations are independent, and two deviations have covariance −d/A where each has d·(1 − 1/A).
    /// </summary>
    internal double VarianceOfAreas(int count)
    {
        var all = (double)measured.Plan.Areas.Count;
        var total = VarianceOf(CellGroup.Country);
        var deviation = (VarianceOf(CellGroup.Area) - (total / all / all)) / (1 - (1 / all));
        return (total * count * count / all / all) + (deviation * count * (1 - (count / all)));
    }

    /// <summary>Whether the tier saw areas in this final: all those of the plan that asks, and no other.</summary>
    internal bool HasTheSameAreas => measured.Plan.Tiers[tier].Groups.Contains(CellGroup.Area)
        && measured.Plan.Areas.Count == asked.Areas.Count && Array.TrueForAll(areas, area => area >= 0);

    private static int[] Places(IReadOnlyList<string> asked, IReadOnlyList<string> there)
    {
        var places = there.Select((code, index) => (code, index)).ToDictionary(pair => pair.code, pair => pair.index, StringComparer.Ordinal);
        return [.. asked.Select(code => places.GetValueOrDefault(code, -1))];
    }
}
