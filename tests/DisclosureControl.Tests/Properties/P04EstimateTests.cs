namespace Broker.DisclosureControl.Tests;

/// <summary>P4: estimates, intervals, adding up.</summary>
public sealed class P04EstimateTests
{
    [Theory]
    [InlineData(VolumeClass.Small, 4, 3)]
    [InlineData(VolumeClass.Medium, 7, 1)]
    [InlineData(VolumeClass.Large, 5, 4)]
    [InlineData(VolumeClass.Large, 1, 2)]
    public void Estimates_AgainstTheNormalEquations_AreTheSame(VolumeClass volume, int areas, int categories)
    {
        var plan = Plans.Make(volume, areas, categories);
        var random = new SeededRandom($"least squares {volume} {areas}");
        var table = Plans.Run(plan, Plans.RandomCountry(plan, 200, random), random);
        for (var tier = 0; tier < 3; tier++)
        {
            var estimates = Derive.Estimates(plan, table, tier);
            var slow = SlowLeastSquares.Solve(plan, query => table.Raw(tier, query), plan.NoiseFactor(tier));
            for (var index = 0; index < slow.Length; index++)
            {
                Assert.Equal(slow[index].Estimate, estimates.Values[index], 1e-8);
                Assert.Equal(slow[index].Variance, estimates.VarianceOf(plan.Keys[index].Group), 1e-8);
            }
        }
    }

    [Theory]
    [InlineData(VolumeClass.Small)]
    [InlineData(VolumeClass.Large)]
    public void Intervals_OverManyCells_CoverNinetyFiveOfAHundred(VolumeClass volume)
    {
        var plan = Plans.Make(volume, areas: 17, categories: 6);
        var random = new SeededRandom($"coverage {volume}");
        var records = Plans.RandomCountry(plan, 400, random);
        var slow = SlowMeasure.Counts(plan, records, Plans.LeafKey);
        var truth = plan.Keys.Select(key => Enumerable.Range(0, 3).Sum(stratum => slow[(stratum, key)])).ToArray();
        var (cells, covered, totalError, variance, releases) = (0, 0, 0.0, 0.0, volume == VolumeClass.Small ? 1_500 : 250);
        for (var release = 0; release < releases; release++)
        {
            var estimates = Derive.Estimates(plan, Plans.Run(plan, records, random), 2);
            for (var index = 0; index < truth.Length; index++, cells++)
            {
                var reach = 1.96 * Math.Sqrt(estimates.VarianceOf(plan.Keys[index].Group));
                covered += Math.Abs(estimates.Values[index] - truth[index]) <= reach ? 1 : 0;
            }

            totalError += estimates.Values[0] - truth[0];
            variance = estimates.VarianceOf(CellGroup.Country);
        }

        Assert.True(cells > 10_000);
        Assert.InRange((double)covered / cells, 0.943, 0.957);
        var reachOfTotal = 4 * Math.Sqrt(variance / releases); // 4 standard errors of an unbiased total
        Assert.InRange(totalError / releases, -reachOfTotal, reachOfTotal);
    }

    [Theory]
    [InlineData(VolumeClass.Small)]
    [InlineData(VolumeClass.Large)]
    public void Numbers_OfEveryTier_AreNonNegativeAndAddUp(VolumeClass volume)
    {
        var plan = Plans.Make(volume, areas: 6, categories: 4);
        var random = new SeededRandom($"adding up {volume}");
        for (var release = 0; release < 200; release++)
        {
            var table = Plans.Run(plan, Plans.RandomCountry(plan, random.Below(80), random), random);
            var numbers = AddingUp.Numbers(plan, Derive.Estimates(plan, table, release % 3).Values);
            Assert.All(numbers, number => Assert.True(number >= 0));
            long Sum(CellGroup group, Func<CellKey, bool> which) =>
                plan.Keys.Select((key, index) => key.Group == group && which(key) ? numbers[index] : 0).Sum();
            Assert.Equal(numbers[0], Sum(CellGroup.Area, _ => true));
            Assert.Equal(numbers[0], Sum(CellGroup.Category, _ => true));
            for (var index = 0; volume == VolumeClass.Large && index < plan.Keys.Count; index++)
            {
                var key = plan.Keys[index];
                if (key.Group is CellGroup.Area or CellGroup.Category)
                {
                    Assert.Equal(numbers[index], Sum(CellGroup.Leaf, leaf => leaf.Area == key.Area || leaf.Category == key.Category));
                }
            }
        }
    }

    [Fact]
    public void Split_RandomTargets_IsTheNearestRoundedByLargestRemainder()
    {
        var random = new SeededRandom("split");
        for (var i = 0; i < 2_000; i++)
        {
            var targets = Enumerable.Range(0, 1 + random.Below(12)).Select(_ => (random.Unit() * 40) - 15).ToArray();
            var total = random.Below(60);
            var parts = AddingUp.Split(targets, total);
            var level = SlowLevel(targets, total);

            Assert.Equal(total, parts.Sum());
            Assert.All(parts.Zip(targets), pair => Assert.InRange(pair.First - Math.Max(0, pair.Second - level), -1.000001, 1.000001));
            foreach (var (part, target) in parts.Zip(targets))
            {
                Assert.All(parts.Zip(targets), other => Assert.True(other.Second <= target || other.First >= part - 1));
            }
        }
    }

    [Fact]
    public void Split_EqualTargets_GiveTheRestToTheEarlier()
    {
        Assert.Equal([2L, 2L, 1L, 1L], AddingUp.Split([1.5, 1.5, 1.5, 1.5], 6));
        Assert.Equal([0L, 0L], AddingUp.Split([3.0, -2.0], 0));
        Assert.Equal([5L, 0L], AddingUp.Split([3.0, -9.0], 5));
    }

    [Fact]
    public void ClippedCells_Summed_WouldBeFarOff()
    {
        // The attacker of this method: the naive table, whose sum is biased by dozens where the truth is 12.
        var plan = Plans.Make(areas: 17);
        var random = new SeededRandom("clipping");
        var records = Plans.Sources(0, 12, 12, area: 0).ToArray();
        var (naive, ours) = (0.0, 0.0);
        for (var release = 0; release < 200; release++)
        {
            var estimates = Derive.Estimates(plan, Plans.Run(plan, records, random), 2);
            var numbers = AddingUp.Numbers(plan, estimates.Values);
            naive += Enumerable.Range(1, 18).Sum(index => Math.Max(0, Plans.Run(plan, records, random).Raw(2, index)));
            ours += numbers[1..19].Sum();
        }

        Assert.True((naive / 200) - 12 > 30);
        Assert.InRange((ours / 200) - 12, -1.5, 1.5);
    }

    private static double SlowLevel(double[] targets, long total)
    {
        var (low, high) = (-1_000.0, 1_000.0);
        for (var step = 0; step < 100; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = targets.Sum(target => Math.Max(0, target - middle)) > total ? (middle, high) : (low, middle);
        }

        return high;
    }
}
