namespace Broker.DisclosureControl.Tests;

/// <summary>Estimates and numbers have a first, slow form; the fast one gives the same bits.</summary>
public sealed class FastDeriveTests
{
    public static TheoryData<VolumeClass, int, int> Shapes => new()
    {
        { VolumeClass.Small, 17, 3 }, { VolumeClass.Medium, 1, 1 }, { VolumeClass.Medium, 40, 6 }, { VolumeClass.Large, 1, 2 },
        { VolumeClass.Large, 17, 3 }, { VolumeClass.Large, 71, 7 }, { VolumeClass.Large, 300, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EstimatesAndNumbers_OfRandomTables_HaveTheBitsOfTheSlowForm(VolumeClass volume, int areas, int categories)
    {
        var plan = Plans.Make(volume, areas, categories);
        var random = new SeededRandom($"fast {volume} {areas} {categories}");
        for (var release = 0; release < 24; release++)
        {
            var table = Plans.Run(plan, Plans.RandomCountry(plan, random.Below(2_000), random), random);
            var tier = release % 3;
            var slow = SlowEstimates.Of(plan, query => table.Raw(tier, query), plan.NoiseFactor(tier));
            var fast = Derive.Estimates(plan, table, tier);
            for (var index = 0; index < plan.Keys.Count; index++)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(slow.Values[index]), BitConverter.DoubleToInt64Bits(fast.Values[index]));
            }

            foreach (var group in PlanKeys.Groups)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(slow.VarianceOf(group)), BitConverter.DoubleToInt64Bits(fast.VarianceOf(group)));
            }

            Assert.Equal(SlowAddingUp.Numbers(plan, slow.Values), AddingUp.Numbers(plan, fast.Values));
        }
    }

    // Whole and half targets, so that levels and remainders tie.
    [Fact]
    public void Split_TargetsThatTie_IsTheSlowSplit()
    {
        var random = new SeededRandom("ties");
        for (var i = 0; i < 20_000; i++)
        {
            var targets = Enumerable.Range(0, 1 + random.Below(9)).Select(_ => (random.Below(41) - 16) / 2.0).ToArray();
            var total = random.Below(50) - 2;
            Assert.Equal(SlowAddingUp.Split(targets, total), AddingUp.Split(targets, total));
        }
    }
}
