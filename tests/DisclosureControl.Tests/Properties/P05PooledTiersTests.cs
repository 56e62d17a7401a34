namespace Broker.DisclosureControl.Tests;

/// <summary>P5: what tiers that pool their tables learn.</summary>
public sealed class P05PooledTiersTests
{
    private const int Releases = 400;
    private const double Sigma2 = 12.8; // of an area in class S
    private static readonly MeasurementPlan Plan = Plans.Make(areas: 30, categories: 1, tiers: Noisier(12, 6, 4));

    [Fact]
    public void Tiers_Pooled_LearnNoMoreThanTheFinestStratum()
    {
        var tiers = Residuals((table, tier, query) => table.Raw(tier, query));
        Assert.True(BestCombination(tiers) >= 0.95 * Sigma2);
        for (var open = 0; open < 3; open++)
        {
            for (var closed = open; closed < 3; closed++)
            {
                // Shared: the strata of the more open tier, and the extra noise of the more closed.
                var expected = Sigma2 * (open + 1 + Plan.ExtraFactor(closed));
                var reach = 4 * Math.Sqrt((expected * expected * 2) + (Sigma2 * 8 * Sigma2 * 3)) / Math.Sqrt(tiers[0].Length);
                Assert.InRange(Statistics.Covariance(tiers[open], tiers[closed]), expected - reach, expected + reach);
            }
        }
    }

    // With one stratum, as a country without caveats has: the coarser tiers add nothing to the finest.
    [Fact]
    public void NestedNoise_OneStratum_GivesTheFinestVarianceExactly()
    {
        var tiers = Residuals((table, tier, query) => table.NoisyOf(0)[query] + table.ExtraFrom(tier, query));
        Assert.InRange(BestCombination(tiers), 0.95 * 2 * Sigma2, 1.05 * 2 * Sigma2);
    }

    [Fact]
    public void FreshNoiseForEachTier_SameTest_IsCaught()
    {
        var tiers = Residuals((table, tier, query) => tier switch
        {
            0 => table.NoisyOf(0)[query] + table.NoisyOf(1)[query],
            1 => table.NoisyOf(2)[query],
            _ => table.ExtraOf(2)[query],
        });
        Assert.True(BestCombination(tiers) < 0.75 * Sigma2);
    }

    [Fact]
    public void Variance_OfEachTiersRawValue_IsWhatThePlanSays()
    {
        var tiers = Residuals((table, tier, query) => table.Raw(tier, query));
        for (var tier = 0; tier < 3; tier++)
        {
            var expected = Sigma2 * Plan.NoiseFactor(tier);
            Assert.InRange(Statistics.Variance(tiers[tier]), 0.94 * expected, 1.06 * expected);
        }

        Assert.Equal([12, 6, 4], Enumerable.Range(0, 3).Select(Plan.NoiseFactor));
    }

    // A multiple below the strata open to the tier means that number: its own strata are noise that it cannot be without.
    [Theory]
    [InlineData(8, 2, 1, new[] { 8, 2, 3 }, new[] { 7, 0, 0 })]
    [InlineData(1, 1, 1, new[] { 1, 2, 3 }, new[] { 0, 0, 0 })]
    [InlineData(5, 5, 5, new[] { 5, 5, 5 }, new[] { 1, 1, 2 })]
    [InlineData(6, 3, 3, new[] { 6, 3, 3 }, new[] { 4, 1, 0 })]
    public void NoiseFactor_OfMultiples_IsNeverLessThanTheStrataOpen(int open, int elected, int closed, int[] factors, int[] extra)
    {
        var plan = Plans.Make(tiers: Noisier(open, elected, closed));
        Assert.Equal(factors, Enumerable.Range(0, 3).Select(plan.NoiseFactor));
        Assert.Equal(extra, Enumerable.Range(0, 3).Select(tier => plan.ExtraFactor(tier) - plan.ExtraFactor(tier + 1)));
    }

    [Fact]
    public void ExtraNoise_OfATier_IsOnCellsOnly()
    {
        var table = Plans.Run(Plan, [], new SeededRandom("extra noise"));
        Assert.All(Enumerable.Range(0, 3), tier => Assert.Equal(Plan.Keys.Count, table.ExtraOf(tier).Length));
        Assert.All(Enumerable.Range(0, 3), stratum => Assert.Equal(Plan.Keys.Count + 31, table.NoisyOf(stratum).Length));
    }

    private static TierTerms[] Noisier(params int[] multiples) =>
        [.. Plans.Tiers.Select((tier, index) => tier with { NoiseMultiple = multiples[index] })];

    private static double[][] Residuals(Func<MeasuredTable, int, int, long> value)
    {
        var random = new SeededRandom("pooled tiers");
        var tables = Enumerable.Range(0, Releases).Select(_ => Plans.Run(Plan, [], random)).ToList();
        return [.. Enumerable.Range(0, 3).Select(tier =>
            tables.SelectMany(table => Enumerable.Range(1, 31).Select(query => (double)value(table, tier, query))).ToArray())];
    }

    // Least variance of any combination whose weights add up to 1: 1/(1ᵀ C⁻¹ 1), by search over the two free weights.
    private static double BestCombination(double[][] tiers)
    {
        var least = double.PositiveInfinity;
        var c = new double[3, 3];
        for (var i = 0; i < 9; i++)
        {
            c[i / 3, i % 3] = Statistics.Covariance(tiers[i / 3], tiers[i % 3]);
        }

        for (var first = -100; first <= 100; first++)
        {
            for (var second = -100; second <= 100; second++)
            {
                double[] w = [first / 50.0, second / 50.0, 1 - ((first + second) / 50.0)];
                var variance = Enumerable.Range(0, 9).Sum(i => w[i / 3] * w[i % 3] * c[i / 3, i % 3]);
                least = Math.Min(least, variance);
            }
        }

        return least;
    }
}
