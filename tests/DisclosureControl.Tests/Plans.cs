namespace Broker.DisclosureControl.Tests;

/// <summary>Plans and contributions that the tests share.</summary>
internal static class Plans
{
    private static readonly CellGroup[] All = [CellGroup.Country, CellGroup.Category, CellGroup.Area, CellGroup.Leaf];

    internal static readonly TierTerms[] Tiers =
    [
        new("public", [CellGroup.Country], 8, 10, 3, 5),
        new("elected-member", [CellGroup.Country, CellGroup.Category, CellGroup.Area], 2, 5, 3, 1),
        new("consortium", All, 1, 5, 3, 1),
    ];

    internal static readonly TierTerms[] OneTier = [new("consortium", All, 1, 5, 3, 1)];

    internal static MeasurementPlan Make(
        VolumeClass volumeClass = VolumeClass.Small,
        int areas = 4,
        int categories = 3,
        TierTerms[]? tiers = null,
        string period = "2014-02",
        int organisationCap = 10,
        ReleaseVintage vintage = ReleaseVintage.Final,
        PlanKind kind = PlanKind.Default,
        int hardFloor = 0) =>
        MeasurementPlan.Create(
            "XXA", period, vintage, volumeClass,
            [.. Enumerable.Range(1, areas).Select(area => $"XA{area:D2}")],
            [.. Enumerable.Range(1, categories).Select(category => $"kind-{category}")],
            tiers ?? Tiers, organisationCap, new Rational(1), kind, hardFloor);

    internal static byte[] LeafKey { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    internal static MeasuredTable Run(MeasurementPlan plan, ReadOnlySpan<Contribution> contributions, SeededRandom random) =>
        Measure.Run(plan, contributions, _ => true, LeafKey, random.Fill);

    /// <summary>Sources with one record each, all in one place.</summary>
    internal static IEnumerable<Contribution> Sources(int first, int count, int organisations, int area, int category = 0, int stratum = 0) =>
        Enumerable.Range(first, count).Select(source => new Contribution(
            new SourceKey((UInt128)source), new OrganisationKey((ulong)(source % organisations)), area, category, stratum));

    /// <summary>A final of the block before in which forty organisations stand behind every area.</summary>
    internal static MeasuredTable WellCoveredBefore(MeasurementPlan plan, string period = "2014-01")
    {
        var before = MeasurementPlan.Create(
            plan.Country, period, ReleaseVintage.Final, VolumeClass.Small, plan.Areas, plan.Categories, plan.Tiers, 10, plan.YearlyRho);
        var contributions = Enumerable.Range(0, plan.Areas.Count).SelectMany(area => Sources(1_000 * area, 80, 80, area));
        return Run(before, contributions.ToArray(), new SeededRandom("well covered"));
    }

    /// <summary>A country of random places, as a busy block would have.</summary>
    internal static Contribution[] RandomCountry(MeasurementPlan plan, int sources, SeededRandom random) =>
        [.. Enumerable.Range(0, sources).Select(source => new Contribution(
            new SourceKey((UInt128)source),
            new OrganisationKey((ulong)random.Below(40)),
            Math.Min(random.Below(plan.Areas.Count), random.Below(plan.Areas.Count)),
            random.Below(plan.Categories.Count),
            random.Below(plan.Tiers.Count)))];
}
