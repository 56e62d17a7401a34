namespace Broker.DisclosureControl.Tests;

/// <summary>P5: what tiers that pool their tables learn.</summary>
public sealed class TierNoiseTests
{
    private const int Releases = 400;
    private static readonly MeasurementPlan Plan = Plans.Make(areas: 30, categories: 1);

    [Fact]
    public void Tiers_Pooled_LearnNoMoreThanTheFinestStratum()
    {
        var tiers = Residuals((table, tier, query) => table.Raw(tier, query));
        Assert.True(BestCombination(tiers) >= 0.95 * 16);
        for (var open = 0; open < 3; open++)
        {
            for (var closed = open; closed < 3; closed++)
            {
                // Shared: the strata of the more open tier, and the extra noise of the more closed.
                var expected = 16.0 * (open + 1 + Plan.Tiers[closed].NoiseMultiple - 1);
                var reach = 4 * Math.Sqrt((expected * expected * 2) + (16 * 8 * 16 * 3)) / Math.Sqrt(tiers[0].Length);
                Assert.InRange(Statistics.Covariance(tiers[open], tiers[closed]), expected - reach, expected + reach);
            }
        }
    }

    // With one stratum, as a country without caveats has: the coarser tiers add nothing to the finest.
    [Fact]
    public void NestedNoise_OneStratum_GivesTheFinestVarianceExactly()
    {
        var tiers = Residuals((table, tier, query) => table.NoisyOf(0)[query] + table.ExtraFrom(tier, query));
        Assert.InRange(BestCombination(tiers), 0.95 * 16, 1.05 * 16);
    }

    [Fact]
    public void FreshNoiseForEachTier_SameTest_IsCaught()
    {
        var tiers = Residuals((table, tier, query) => tier switch
        {
            0 => table.NoisyOf(0)[query] + table.NoisyOf(1)[query],
            1 => table.NoisyOf(2)[query] + (table.ExtraOf(1)[query] / 2),
            _ => table.ExtraOf(1)[query],
        });
        Assert.True(BestCombination(tiers) < 0.75 * 16);
    }

    [Fact]
    public void Variance_OfEachTiersRawValue_IsWhatThePlanSays()
    {
        var tiers = Residuals((table, tier, query) => table.Raw(tier, query));
        for (var tier = 0; tier < 3; tier++)
        {
            var expected = 16.0 * Plan.NoiseFactor(tier);
            Assert.InRange(Statistics.Variance(tiers[tier]), 0.94 * expected, 1.06 * expected);
        }

        Assert.Equal([8, 3, 3], Enumerable.Range(0, 3).Select(Plan.NoiseFactor));
    }

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
