using System.Numerics;

namespace Broker.DisclosureControl.Tests;

public sealed class DiscreteGaussianTests
{
    private static readonly Rational Cut = new(1, BigInteger.One << 60);

    [Theory]
    [InlineData(0, 7)]
    [InlineData(1, 8)]
    [InlineData(3, 16)]
    [InlineData(1, 1)]
    public void BernoulliExp_AllWaysEnumerated_IsTheExponential(ulong numerator, ulong denominator)
    {
        var chance = ExactExp(numerator, denominator);
        Assert.Equal(Math.Exp(-(double)numerator / denominator), chance.ToDouble(), 1e-15);
    }

    [Fact]
    public void BernoulliExp_GammaAboveOne_IsTheProductOfItsSteps()
    {
        var coins = new EnumeratingCoins(null, new Rational(1, 1 << 24));
        var yes = Rational.Zero;
        coins.Enumerate(() => yes = BernoulliExp.Draw(coins, 5, 2) ? yes + coins.Probability : yes);
        Assert.InRange(Math.Exp(-2.5) - yes.ToDouble(), -1e-12, coins.Lost.ToDouble());
        Assert.True(coins.Lost.ToDouble() < 1e-4);
    }

    // P2, first half: the distribution of the code itself, as exact fractions.
    [Theory]
    [InlineData(1, 4)]
    [InlineData(1, 2)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void Draw_AllWaysEnumerated_IsTheDiscreteGaussian(ulong numerator, ulong denominator)
    {
        var variance = new NoiseVariance(numerator, denominator);
        var known = new Dictionary<(UInt128, ulong), Rational>();
        var coins = new EnumeratingCoins((n, d) => known.TryGetValue((n, d), out var p) ? p : known[(n, d)] = ExactExp(n, d), Cut);
        var mass = new Dictionary<long, Rational>();
        coins.Enumerate(() =>
        {
            if (DiscreteGaussian.TryDraw(variance, DiscreteGaussian.ScaleOf(variance), coins, out var draw))
            {
                mass[draw] = mass.GetValueOrDefault(draw) + coins.Probability;
            }
        });

        var accepted = mass.Values.Aggregate((sum, p) => sum + p).ToDouble();
        var expected = Statistics.GaussianMass((double)numerator / denominator);
        var worst = expected.Max(cell => Math.Abs(cell.Value - (mass.GetValueOrDefault(cell.Key).ToDouble() / accepted)));
        Assert.True(worst < Math.Pow(2, -38), $"worst difference 2^{Math.Log2(worst):F1}");
        Assert.True(accepted > 0.3);
    }

    // P2, second half: draws through bytes.
    [Theory]
    [InlineData(1, 4)]
    [InlineData(1, 1)]
    [InlineData(8, 1)]
    [InlineData(64, 1)]
    [InlineData(1024, 1)]
    public void Draw_ManyDraws_FitTheDistribution(ulong numerator, ulong denominator)
    {
        const int draws = 500_000;
        var coins = new Coins(new SeededRandom($"chi squared {numerator}/{denominator}").Fill);
        var counts = Count(draws, () => DiscreteGaussian.Draw(new NoiseVariance(numerator, denominator), coins));
        var score = Statistics.ChiSquaredScore(counts, Statistics.GaussianMass((double)numerator / denominator), draws);
        Assert.InRange(score, -4.7534, 4.7534); // 1e-6 each side
    }

    [Fact]
    public void RoundedNormal_SameTest_IsCaught()
    {
        const int draws = 500_000;
        var random = new SeededRandom("rounded normal");
        var counts = Count(draws, () => (long)Math.Round(0.5 * Math.Sqrt(-2 * Math.Log(random.Unit())) * Math.Cos(2 * Math.PI * random.Unit())));
        Assert.True(Statistics.ChiSquaredScore(counts, Statistics.GaussianMass(0.25), draws) > 20);
    }

    [Fact]
    public void Draw_SmallVariance_HasItsOwnVarianceNotTheParameter()
    {
        var coins = new Coins(new SeededRandom("quarter").Fill);
        var draws = Enumerable.Range(0, 200_000).Select(_ => (double)DiscreteGaussian.Draw(new NoiseVariance(1, 4), coins)).ToArray();
        Assert.InRange(Statistics.Variance(draws), 0.2150 - 0.003, 0.2150 + 0.003);
    }

    [Fact]
    public void Draw_NoVariance_IsNoughtAndTakesNoRandomness()
    {
        Assert.Equal(0, DiscreteGaussian.Draw(new NoiseVariance(0), _ => throw new InvalidOperationException()));
    }

    [Fact]
    public void Draw_VarianceOutsideTheRange_Throws()
    {
        var random = new SeededRandom("range").Fill;
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscreteGaussian.Draw(new NoiseVariance(ulong.MaxValue), random));
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscreteGaussian.Draw(new NoiseVariance(1UL << 40), random));
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscreteGaussian.Draw(new NoiseVariance(1, 0), random));
    }

    [Fact]
    public void Draw_GeneratorThatGivesNoughtsOnly_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => DiscreteGaussian.Draw(new NoiseVariance(8), buffer => buffer.Clear()));
        Assert.Throws<InvalidOperationException>(() => Measure.Run(Plans.Make(), [], _ => true, Plans.LeafKey, buffer => buffer.Clear()));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(8, 3)]
    [InlineData(9, 4)]
    [InlineData(131_072, 363)]
    public void ScaleOf_Variance_IsOneMoreThanTheRoot(ulong variance, ulong scale)
    {
        Assert.Equal(scale, DiscreteGaussian.ScaleOf(new NoiseVariance(variance)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(255)]
    [InlineData(256)]
    public void Below_EveryFirstByte_FavoursNoValue(int bound)
    {
        var counts = new int[bound];
        for (var first = 0; first < 256; first++)
        {
            var fills = 0;
            var coins = new Coins(buffer => buffer[0] = fills++ == 0 ? (byte)first : (byte)0, bufferSize: 1);
            var value = coins.Below((ulong)bound);
            if (fills == 1)
            {
                counts[value]++;
            }
        }

        Assert.True(counts[0] > 0);
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Fact]
    public void Below_BytesOfRandomness_AreUsedOnceAndWiped()
    {
        byte[]? seen = null;
        var coins = new Coins(buffer => seen = Lend(buffer), bufferSize: 8);
        Assert.Equal(0x0102030405060708UL & (ulong.MaxValue >> 1), coins.Below(1UL << 63));
        Assert.NotNull(seen);
        coins.Below(1UL << 63);
        Assert.Equal(2, lends);
    }

    private int lends;

    private byte[] Lend(Span<byte> buffer)
    {
        lends++;
        foreach (var left in buffer)
        {
            Assert.Equal(0, left); // what was there before is gone
        }

        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        bytes.CopyTo(buffer);
        return bytes;
    }

    private static Rational ExactExp(UInt128 numerator, ulong denominator)
    {
        // Beyond 45 whole steps the chance is below 2^-64: nought, as far as a bound of 2^-38 can tell.
        var steps = numerator / denominator;
        return steps > 45
            ? Rational.Zero
            : Enumerable.Repeat(ExactUpToOne(1, 1), (int)steps)
                .Aggregate(ExactUpToOne((ulong)(numerator % denominator), denominator), (product, step) => product * step);
    }

    private static Rational ExactUpToOne(ulong numerator, ulong denominator)
    {
        var coins = new EnumeratingCoins(null, Cut);
        var yes = Rational.Zero;
        coins.Enumerate(() => yes = BernoulliExp.UpToOne(coins, numerator, denominator) ? yes + coins.Probability : yes);
        Assert.True(coins.Lost.ToDouble() < Math.Pow(2, -57));
        return yes;
    }

    private static Dictionary<long, int> Count(int draws, Func<long> draw)
    {
        var counts = new Dictionary<long, int>();
        for (var i = 0; i < draws; i++)
        {
            var y = draw();
            counts[y] = counts.GetValueOrDefault(y) + 1;
        }

        return counts;
    }
}
