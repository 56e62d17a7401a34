using System.Text;
using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Briefings.Tests;

public sealed class PolicyPlanTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(TestTree.Root, "policies", "caf-2013.yaml"));

    [Fact]
    public void Of_APolicy_TakesItsTermsForTheVintage()
    {
        MeasurementPlan final = Plan(Text, "2014-02", ReleaseVintage.Final, VolumeClass.Small);
        Assert.Equal(["public", "elected-member", "consortium"], final.Tiers.Select(tier => tier.Name));
        Assert.Equal([CellGroup.Country, CellGroup.Category, CellGroup.Area], final.Tiers[1].Groups);
        Assert.Equal([8, 2, 3], Enumerable.Range(0, 3).Select(final.NoiseFactor));
        Assert.Equal((PlanKind.Default, 0), (final.Kind, final.HardFloor));

        MeasurementPlan flash = Plan(Text, "2014-W05", ReleaseVintage.Flash, VolumeClass.Medium);
        Assert.Empty(flash.Tiers[0].Groups);
        Assert.Equal([CellGroup.Country, CellGroup.Category], flash.Tiers[1].Groups);
    }

    [Fact]
    public void Of_APolicyWithAHardFloor_IsAPlanWithIt()
    {
        MeasurementPlan plan = Plan(Text + "\nhard-floor: 10\n", "2014-02", ReleaseVintage.Final, VolumeClass.Small);
        Assert.Equal(10, plan.HardFloor);
        Assert.Contains("\nhard-floor 10\n", plan.CanonicalText, StringComparison.Ordinal);
    }

    // The reader cannot ask a plan, which stands above it: so it holds the figure, and here is where it comes from.
    [Fact]
    public void DearestFinal_OfTheReader_IsWhatTheDearestClassCosts()
    {
        Rational[] costs = [.. Enum.GetValues<VolumeClass>().Select(volume => Plan(Text, "2014-02", ReleaseVintage.Final, volume).RhoPerSource)];
        Assert.Equal(new Rational(PolicyFloors.DearestFinal.Numerator, PolicyFloors.DearestFinal.Denominator), costs.Aggregate((most, cost) => cost > most ? cost : most));
    }

    // Whatever the reader lets through makes a plan: its limits are the plan's, or narrower.
    [Theory]
    [InlineData("yearly-rho: 1.0", "yearly-rho: 0.140625")]
    [InlineData("yearly-rho: 1.0", "yearly-rho: 2")]
    [InlineData("noise: 8", "noise: 1000")]
    [InlineData("sources: 10, organisations: 3", "sources: 1000, organisations: 1000")]
    [InlineData("round-to: 5", "round-to: 1000")]
    [InlineData("organisation-cap: 10 ", "organisation-cap: 100 ")]
    [InlineData("organisation-cap: 10 ", "hard-floor: 1000\norganisation-cap: 10 ")]
    [InlineData("tiers:                            #", "tiers:\n  t1: *\n  t2: *\n  t3: *\n  t4: *\n  t5: *\n  t6: * #")]
    public void Of_APolicyAtALimitOfTheReader_IsAPlan(string old, string limit)
    {
        const string Tier = "{ audience: elected-members, marking: 'TLP:GREEN', tables: all, noise: 8, threshold: { sources: 10, organisations: 3 }, narrative: never }";
        Assert.Contains(old, Text, StringComparison.Ordinal);
        string text = Text.Replace(old, limit.Replace("*", Tier, StringComparison.Ordinal), StringComparison.Ordinal);
        text = old.StartsWith("tiers", StringComparison.Ordinal) ? WithoutThePublicTier(text) : text;
        foreach (VolumeClass volume in Enum.GetValues<VolumeClass>())
        {
            MeasurementPlan plan = Plan(text, "2014-02", ReleaseVintage.Final, volume);
            Assert.True(plan.RhoPerSource <= plan.YearlyRho);
        }
    }

    private static string WithoutThePublicTier(string text)
    {
        int from = text.IndexOf("  public:\n    audience", StringComparison.Ordinal), to = text.IndexOf("  elected-member:\n", StringComparison.Ordinal);
        return text.Remove(from, to - from);
    }

    private static MeasurementPlan Plan(string policy, string period, ReleaseVintage vintage, VolumeClass volume) => PolicyPlan.Of(
        SharingPolicyReader.Read(Encoding.UTF8.GetBytes(policy), "caf-2013.yaml").Policy!, period, vintage, volume, BriefingSamples.Gazetteer.AreaCodes);
}
