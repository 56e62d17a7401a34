namespace Broker.DisclosureControl.Tests;

public sealed class MeasureTests
{
    [Fact]
    public void Run_AnyOrderOfRecords_IsTheSame()
    {
        var plan = Plans.Make();
        var order = new SeededRandom("order");
        var records = Plans.RandomCountry(plan, 300, order);
        var bytes = Plans.Run(plan, records, new SeededRandom("noise")).Encode();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(bytes, Plans.Run(plan, order.Shuffled(records), new SeededRandom("noise")).Encode());
        }
    }

    [Fact]
    public void Run_SourceThatMayNotBeCharged_IsLeftOutWholly()
    {
        var plan = Plans.Make();
        var records = Plans.RandomCountry(plan, 60, new SeededRandom("left out"));
        var resting = new SourceKey(17);
        var asked = new List<SourceKey>();
        var table = Measure.Run(plan, [.. records, .. records], source => Ask(asked, source) != resting, Plans.LeafKey, new SeededRandom("n").Fill);
        var without = Plans.Run(plan, [.. records.Where(record => record.Source != resting)], new SeededRandom("n"));

        Assert.Equal(without.Encode(), table.Encode());
        Assert.Equal(60, asked.Count);
        Assert.Equal(asked.Distinct(), asked);
        Assert.DoesNotContain(resting, table.Charged);
    }

    [Fact]
    public void Run_SourcesOverTheOrganisationCap_AreChargedToo()
    {
        var table = Plans.Run(Plans.Make(organisationCap: 2), [.. Plans.Sources(0, 30, 1, area: 0)], new SeededRandom("cap"));
        Assert.Equal(Enumerable.Range(0, 30).Select(source => new SourceKey((UInt128)source)), table.Charged);
    }

    [Theory]
    [InlineData(5, 0, 0)]
    [InlineData(0, 3, 0)]
    [InlineData(0, 0, 3)]
    [InlineData(-1, 0, 0)]
    public void Run_ContributionOutsideThePlan_Throws(int area, int category, int stratum)
    {
        var record = new Contribution(new SourceKey(1), new OrganisationKey(1), area, category, stratum);
        Assert.Throws<ArgumentException>(() => Plans.Run(Plans.Make(), [record], new SeededRandom("outside")));
    }

    [Fact]
    public void Run_LeafKeyOfAnotherSize_Throws()
    {
        Assert.Throws<ArgumentException>(() => Measure.Run(Plans.Make(), [], _ => true, new byte[31], new SeededRandom("k").Fill));
    }

    private static SourceKey Ask(List<SourceKey> asked, SourceKey source)
    {
        asked.Add(source);
        return source;
    }
}
