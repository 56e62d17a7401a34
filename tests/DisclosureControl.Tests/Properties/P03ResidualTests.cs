namespace Broker.DisclosureControl.Tests;

/// <summary>P3: residuals over thousands of cells have their variance, on zeros as on full cells, and nothing to do with each other.</summary>
public sealed class P03ResidualTests
{
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
        Assert.InRange(Correlation(a, b), -4 / Math.Sqrt(a.Length), 4 / Math.Sqrt(a.Length));
    }

    private static double Correlation(double[] a, double[] b) =>
        Statistics.Covariance(a, b) / Math.Sqrt(Statistics.Variance(a) * Statistics.Variance(b));

    // The attackers of this test: one seed for every release, and noise that is a function of the cell.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReusedSeedOrNoiseOfTheCell_SameTest_IsCaught(bool reusedSeed)
    {
        var plan = Plans.Make(VolumeClass.Medium, areas: 30);
        double[] Residuals(int release) => reusedSeed
            ? [.. Plans.Run(plan, [], new SeededRandom("the same for ever")).NoisyOf(0)[1..31].Select(value => (double)value)]
            : [.. Enumerable.Range(1, 30).Select(cell => (double)DiscreteGaussian.Draw(new NoiseVariance(32), new SeededRandom($"cell {cell} {release / 1_000}").Fill))];
        var releases = Enumerable.Range(0, 40).Select(Residuals).ToArray();
        var correlation = Correlation([.. releases[..^1].SelectMany(r => r)], [.. releases[1..].SelectMany(r => r)]);
        Assert.True(correlation > 0.9);
    }
}
