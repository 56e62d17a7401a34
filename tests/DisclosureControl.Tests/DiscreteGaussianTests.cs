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
    [InlineData(7, 3)]
    [InlineData(64, 5)]
    [InlineData(32, 3)]
    public void Draw_AllWaysEnumerated_IsTheDiscreteGaussian(ulong numerator, ulong denominator)
    {
        var variance = new NoiseVariance(numerator, denominator);
        var known = new Dictionary<(UInt128, ulong), Rational>();
        var coins = new EnumeratingCoins((n, d) => known.TryGetValue((n, d), out var p) ? p : known[(n, d)] = ExactExp(n, d), Cut);
        var mass = new Dictionary<long, Rational>();
        coins.Enumerate(() =>
        {
            if (DiscreteGaussian.TryDraw(SamplerTerms.Of(variance), coins, out var draw))
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
    [InlineData(64, 5)]
    [InlineData(32, 3)]
    [InlineData(64, 1)]
    [InlineData(1024, 1)]
    public void Draw_ManyDraws_FitTheDistribution(ulong numerator, ulong denominator)
    {
        const int draws = 500_000;
        using var source = new NoiseSource(new SeededRandom($"chi squared {numerator}/{denominator}").Fill);
        var counts = Count(draws, () => source.Draw(new NoiseVariance(numerator, denominator)));
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
        using var source = new NoiseSource(new SeededRandom("quarter").Fill);
        var draws = Enumerable.Range(0, 200_000).Select(_ => (double)source.Draw(new NoiseVariance(1, 4))).ToArray();
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

    // Narrow words for what is near, wide ones for the far tail: the same number on both sides of where they meet.
    [Theory]
    [InlineData(64, 5)]
    [InlineData(1 << 30, 1 << 13)]
    [InlineData((1 << 30) - 1, 3)]
    public void SquaredGap_OfAnySize_IsTheSquareOfTheDifference(ulong numerator, ulong denominator)
    {
        var terms = SamplerTerms.Of(new NoiseVariance(numerator, denominator));
        var meet = uint.MaxValue / terms.Step;
        foreach (var size in new ulong[] { 0, 1, numerator / terms.Step, (numerator / terms.Step) + 1, meet - 1, meet, meet + 1, meet + 2, 1UL << 40 })
        {
            var gap = ((BigInteger)size * terms.Step) - numerator;
            Assert.Equal(gap * gap, (BigInteger)DiscreteGaussian.SquaredGap(terms, size));
        }
    }

    // At the least variance that is in range the square of a far proposal's gap is beyond 128 bits: it is rejected, not thrown.
    [Fact]
    public void SquaredGap_BeyondItsWords_IsTheGreatestNumber()
    {
        var least = new NoiseVariance(1, 1UL << 61);
        Assert.Equal(BigInteger.Pow((BigInteger.One << 64) - 1, 2), (BigInteger)DiscreteGaussian.SquaredGap(SamplerTerms.Of(least), 8));
        Assert.Equal(UInt128.MaxValue, DiscreteGaussian.SquaredGap(SamplerTerms.Of(least), 9));
        using var source = new NoiseSource(new SeededRandom("least variance").Fill);
        Assert.Equal(0, Enumerable.Range(0, 200_000).Max(_ => Math.Abs(source.Draw(least))));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(8, 3)]
    [InlineData(9, 4)]
    [InlineData(131_072, 363)]
    public void ScaleOf_Variance_IsOneMoreThanTheRoot(ulong variance, ulong scale)
    {
        Assert.Equal(scale, SamplerTerms.Of(new NoiseVariance(variance)).Scale);
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
