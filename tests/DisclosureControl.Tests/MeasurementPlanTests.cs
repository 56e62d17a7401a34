using System.Text;

namespace Broker.DisclosureControl.Tests;

public sealed class MeasurementPlanTests
{
    private const string Golden =
        """
        measurement-plan/1
        country XXA
        period 2014-02
        vintage final
        class small
        organisation-cap 10
        yearly-rho 1
        rho 9/64
        variance country 8
        variance area 16
        variance category 16
        variance organisations 32
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
        Assert.Equal("eb4b2c68d90617495824553cc3be137c7ea535553dba9d074c5ba09388d0a28b", Plan.Hash);
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
    [InlineData("measurement-plan/1", "measurement-plan/2")]
    [InlineData("country XXA\n", "country XXA \n")]
    [InlineData("vintage final", "vintage flash")]
    [InlineData("vintage final", "vintage Final")]
    [InlineData("class small", "class medium")]
    [InlineData("variance country 8\n", "variance country 4\n")]
    [InlineData("variance country 8\n", "")]
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
    public void RhoPerSource_OfTheDefaults_IsThePublishedCost(VolumeClass volume, ReleaseVintage vintage, string period, string rho)
    {
        Assert.Equal(rho, Plans.Make(volume, vintage: vintage, period: period).RhoPerSource.ToString());
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
        Assert.Equal(new Rational(1, 64) + new Rational(1, 512), plan.RhoOfTier(0)); // an eighth of 1/8 and of 1/64
    }

    public static TheoryData<string> Faults => new(BadPlans.Keys);

    private static Dictionary<string, Action> BadPlans { get; } = new(StringComparer.Ordinal)
    {
        ["flash of class S"] = () => Plans.Make(vintage: ReleaseVintage.Flash, period: "2014-W05"),
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
