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

    private static MeasurementPlan Plan(string policy, string period, ReleaseVintage vintage, VolumeClass volume) => PolicyPlan.Of(
        SharingPolicyReader.Read(Encoding.UTF8.GetBytes(policy), "caf-2013.yaml").Policy!, period, vintage, volume, BriefingSamples.Gazetteer.AreaCodes);
}
