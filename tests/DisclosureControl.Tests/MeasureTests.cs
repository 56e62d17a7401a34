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

    // P3: what noise does, over thousands of cells.
    [Fact]
    public void Run_Residuals_HaveTheirVarianceOnZerosAndFullCellsAlike()
    {
        var plan = Plans.Make(VolumeClass.Medium, areas: 20, categories: 20);
        var random = new SeededRandom("residuals");
        var zero = new List<double>();
        var full = new List<double>();
        var successive = new List<double[]>();
        for (var release = 0; release < 300; release++)
        {
            var records = Plans.Sources(0, 400, 40, area: release % 20, category: release % 20).ToArray();
            var table = Plans.Run(plan, records, random);
            var residuals = Enumerable.Range(1, 41).Select(query => table.NoisyOf(0)[query] - True(plan, release % 20, query)).ToArray();
            full.AddRange(residuals.Where((_, i) => True(plan, release % 20, i + 1) > 0));
            zero.AddRange(residuals.Where((_, i) => True(plan, release % 20, i + 1) == 0));
            zero.AddRange(Enumerable.Range(1, 41).SelectMany(query => new double[] { table.NoisyOf(1)[query], table.NoisyOf(2)[query] }));
            successive.Add(residuals);
        }

        Assert.True(zero.Count > 5_000);
        RequireVariance(zero, 32);
        RequireVariance(full, 32);
        Assert.InRange(zero.Average(), -4 * 5.66 / Math.Sqrt(zero.Count), 4 * 5.66 / Math.Sqrt(zero.Count));
        RequireNoCorrelation(successive.SelectMany(r => r[..^1]), successive.SelectMany(r => r[1..]));
        RequireNoCorrelation(successive[..^1].SelectMany(r => r), successive[1..].SelectMany(r => r));
    }

    [Fact]
    public void Run_StrataAndExtraNoise_AreIndependent()
    {
        var plan = Plans.Make(VolumeClass.Medium, areas: 30);
        var tables = Enumerable.Range(0, 200).Select(i => Plans.Run(plan, [], new SeededRandom($"strata {i}"))).ToList();
        double[] Of(Func<MeasuredTable, long[]> row) => [.. tables.SelectMany(table => row(table)[1..31]).Select(value => (double)value)];
        RequireNoCorrelation(Of(table => table.NoisyOf(0)), Of(table => table.NoisyOf(1)));
        RequireNoCorrelation(Of(table => table.NoisyOf(1)), Of(table => table.NoisyOf(2)));
        RequireNoCorrelation(Of(table => table.NoisyOf(0)), Of(table => table.ExtraOf(0)));
        RequireVariance(Of(table => table.ExtraOf(0)), 7 * 32);
        Assert.All(Of(table => table.ExtraOf(1)).Concat(Of(table => table.ExtraOf(2))), value => Assert.Equal(0, value));
    }

    private static double True(MeasurementPlan plan, int place, int query) =>
        query == plan.IndexOf(CellGroup.Area) + place || query == plan.IndexOf(CellGroup.Category) + place ? 400 : 0;

    private static void RequireVariance(IReadOnlyCollection<double> residuals, double variance)
    {
        var tolerance = 4 * Math.Sqrt(2.0 / residuals.Count);
        Assert.InRange(Statistics.Variance(residuals) / variance, 1 - tolerance, 1 + tolerance);
    }

    private static void RequireNoCorrelation(IEnumerable<double> left, IEnumerable<double> right)
    {
        var (a, b) = (left.ToArray(), right.ToArray());
        var correlation = Statistics.Covariance(a, b) / Math.Sqrt(Statistics.Variance(a) * Statistics.Variance(b));
        Assert.InRange(correlation, -4 / Math.Sqrt(a.Length), 4 / Math.Sqrt(a.Length));
    }

    private static SourceKey Ask(List<SourceKey> asked, SourceKey source)
    {
        asked.Add(source);
        return source;
    }
}
