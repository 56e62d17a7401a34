using System.Text;

namespace Broker.DisclosureControl.Tests;

public sealed class MeasurementPlanTests
{
    private const string Golden =
        """
        measurement-plan/2
        country XXA
        period 2014-02
        vintage final
        class small
        kind default
        organisation-cap 10
        hard-floor 0
        yearly-rho 1
        rho 9/64
        variance country 64/5
        variance area 64/5
        variance category 32
        variance organisations 32/3
        area XA01
        area XA02
        area XXA
        category kind-1
        category kind-2
        tier public groups country multiple 8 sources 10 organisations 3 round-to 5
        tier elected-member groups country,category,area multiple 2 sources 5 organisations 3 round-to 1
        tier consortium groups country,category,area,leaf multiple 1 sources 5 organisations 3 round-to 1

        """;

    private static MeasurementPlan Plan => Plans.Make(areas: 2, categories: 2);

    [Fact]
    public void CanonicalText_OfAPlan_IsTheGoldenVector()
    {
        Assert.Equal(Golden.ReplaceLineEndings("\n"), Plan.CanonicalText);
        Assert.Equal("96ab45f6d483a952123be6b02f856533b4f93e79606320e299885d6e2be652dd", Plan.Hash);
    }

    [Fact]
    public void Specification_ItsExample_IsThisPlan()
    {
        var page = File.ReadAllText(Path.Combine(TestTree.Root, "docs", "specs", "disclosure-control.md"));
        Assert.Contains("```\n" + Plan.CanonicalText + "```\n", page, StringComparison.Ordinal);
        Assert.Contains(Plan.Hash, page, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_CanonicalText_IsTheSamePlan()
    {
        Assert.True(MeasurementPlan.TryParse(Encoding.ASCII.GetBytes(Golden), out var read));
        Assert.Equal(Plan.Hash, read!.Hash);
        Assert.Equal(Plan.Keys, read.Keys);
    }

    [Theory]
    [InlineData("measurement-plan/2", "measurement-plan/1")]
    [InlineData("country XXA\n", "country XXA \n")]
    [InlineData("vintage final", "vintage flash")]
    [InlineData("vintage final", "vintage Final")]
    [InlineData("class small", "class medium")]
    [InlineData("kind default\n", "")]
    [InlineData("kind default", "kind emergency")]
    [InlineData("kind default", "kind Default")]
    [InlineData("hard-floor 0\n", "")]
    [InlineData("hard-floor 0", "hard-floor 9")]
    [InlineData("hard-floor 0", "hard-floor 00")]
    [InlineData("variance country 64/5\n", "variance country 13\n")]
    [InlineData("variance country 64/5\n", "variance country 128/10\n")]
    [InlineData("variance country 64/5\n", "")]
    [InlineData("rho 9/64", "rho 1/64")]
    [InlineData("yearly-rho 1\n", "yearly-rho 3\n")]
    [InlineData("organisation-cap 10", "organisation-cap 010")]
    [InlineData("area XA01\narea XA02", "area XA01\narea XA01")]
    [InlineData("area XXA\n", "")]
    [InlineData("area XA02", "area XA02\nextra 1")]
    [InlineData("groups country,category,area ", "groups area,country,category ")]
    [InlineData("groups country multiple", "groups country,country multiple")]
    [InlineData("multiple 8", "multiple 1")]
    [InlineData("round-to 5", "round-to 0")]
    [InlineData("category kind-2\n", "category kind-2\r\n")]
    [InlineData("round-to 1\n", "round-to 1")]
    public void TryParse_AnotherText_IsRefused(string from, string to)
    {
        var text = Golden.ReplaceLineEndings("\n").Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Plan.CanonicalText, text);
        Assert.False(MeasurementPlan.TryParse(Encoding.ASCII.GetBytes(text), out var read));
        Assert.Null(read);
    }

    [Fact]
    public void TryParse_NotText_IsRefused()
    {
        Assert.False(MeasurementPlan.TryParse([], out _));
        Assert.False(MeasurementPlan.TryParse(new byte[PlanText.MaxBytes + 1], out _));
        Assert.False(MeasurementPlan.TryParse([0xC3, 0xA9, (byte)'\n'], out _));
    }

    [Theory]
    [InlineData(VolumeClass.Small, ReleaseVintage.Final, "2014-02", "9/64")]
    [InlineData(VolumeClass.Medium, ReleaseVintage.Final, "2014-02", "5/64")]
    [InlineData(VolumeClass.Large, ReleaseVintage.Final, "2014-02", "5/64")]
    [InlineData(VolumeClass.Medium, ReleaseVintage.Flash, "2014-W05", "1/64")]
    [InlineData(VolumeClass.Large, ReleaseVintage.Flash, "2014-W05", "1/64")]
    [InlineData(VolumeClass.Small, ReleaseVintage.Flash, "2014-W05", "1/8", PlanKind.Emergency)]
    [InlineData(VolumeClass.Large, ReleaseVintage.Flash, "2014-W05", "1/8", PlanKind.Emergency)]
    public void RhoPerSource_OfThePublishedTable_IsThePublishedCost(
        VolumeClass volume, ReleaseVintage vintage, string period, string rho, PlanKind kind = PlanKind.Default)
    {
        Assert.Equal(rho, Plans.Make(volume, vintage: vintage, period: period, kind: kind).RhoPerSource.ToString());
    }

    [Fact]
    public void TryParse_EmergencyWithAHardFloor_IsTheSamePlan()
    {
        var plan = Plans.Make(vintage: ReleaseVintage.Flash, period: "2014-W05", kind: PlanKind.Emergency, hardFloor: 10);
        Assert.Contains("\nkind emergency\norganisation-cap 10\nhard-floor 10\n", plan.CanonicalText, StringComparison.Ordinal);
        Assert.True(MeasurementPlan.TryParse(Encoding.ASCII.GetBytes(plan.CanonicalText), out var read));
        Assert.Equal((plan.Hash, PlanKind.Emergency, 10), (read!.Hash, read.Kind, read.HardFloor));
    }

    [Fact]
    public void Keys_OfClassL_AreCountryAreasCategoriesLeaves()
    {
        var keys = Plans.Make(VolumeClass.Large, areas: 1, categories: 2).Keys;
        Assert.Equal(
            [
                new(CellGroup.Country), new(CellGroup.Area, 0), new(CellGroup.Area, 1),
                new(CellGroup.Category, -1, 0), new(CellGroup.Category, -1, 1),
                new(CellGroup.Leaf, 0, 0), new(CellGroup.Leaf, 0, 1), new(CellGroup.Leaf, 1, 0), new(CellGroup.Leaf, 1, 1),
            ],
            keys);
    }

    [Fact]
    public void RhoOfTier_MoreOpen_LearnsLess()
    {
        var plan = Plan;
        Assert.True(plan.RhoOfTier(0) < plan.RhoOfTier(1));
        Assert.True(plan.RhoOfTier(1) < plan.RhoPerSource);
        Assert.Equal(plan.RhoPerSource, Plans.Make(tiers: Plans.OneTier).RhoOfTier(0));
        Assert.Equal(new Rational(3, 32) * new Rational(1, 8), plan.RhoOfTier(0)); // cells of 12/128 at eight times the noise, no areas
        Assert.Equal(new Rational(3, 64) + new Rational(3, 64), plan.RhoOfTier(1)); // at twice the noise, and the organisations whole
    }

    public static TheoryData<string> Faults => new(BadPlans.Keys);

    private static Dictionary<string, Action> BadPlans { get; } = new(StringComparer.Ordinal)
    {
        ["flash of class S"] = () => Plans.Make(vintage: ReleaseVintage.Flash, period: "2014-W05"),
        ["an emergency's final"] = () => Plans.Make(kind: PlanKind.Emergency),
        ["a hard floor under a threshold"] = () => Plans.Make(hardFloor: 9),
        ["a hard floor below nought"] = () => Plans.Make(hardFloor: -1),
        ["a hard floor too high"] = () => Plans.Make(hardFloor: 10_001),
        ["a week for a final"] = () => Plans.Make(period: "2014-W05"),
        ["a week that is not"] = () => Plans.Make(VolumeClass.Large, vintage: ReleaseVintage.Flash, period: "2014-W53"),
        ["no area"] = () => Plans.Make(areas: 0),
        ["no category"] = () => Plans.Make(categories: 0),
        ["cap 0"] = () => Plans.Make(organisationCap: 0),
        ["no tier"] = () => Plans.Make(tiers: []),
        ["two tiers of one name"] = () => Plans.Make(tiers: [Plans.Tiers[2], Plans.Tiers[2]]),
        ["a more open tier less noisy"] = () => Plans.Make(tiers: [Plans.Tiers[2], Plans.Tiers[0]]),
        ["multiple 0"] = () => Plans.Make(tiers: [Plans.Tiers[2] with { NoiseMultiple = 0 }]),
        ["a group twice"] = () => Plans.Make(tiers: [Plans.Tiers[2] with { Groups = [CellGroup.Area, CellGroup.Area] }]),
        ["an area's code with a space"] = () => Make("XXA", ["XA 1"], new Rational(1)),
        ["the country's code not last"] = () => Make("XXA", ["XXA", "XA01"], new Rational(1)),
        ["a country of two letters"] = () => Make("XX", ["XA01"], new Rational(1)),
        ["no yearly rho"] = () => Make("XXA", ["XA01"], Rational.Zero),
        ["too much yearly rho"] = () => Make("XXA", ["XA01"], new Rational(201, 100)),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Create_BadTerms_Throws(string fault)
    {
        Assert.ThrowsAny<ArgumentException>(BadPlans[fault]);
    }

    private static MeasurementPlan Make(string country, string[] areas, Rational yearlyRho) => MeasurementPlan.Create(
        country, "2014-02", ReleaseVintage.Final, VolumeClass.Small, areas, ["kind-1"], Plans.Tiers, 10, yearlyRho);
}
