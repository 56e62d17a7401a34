using System.Numerics;
using System.Security.Cryptography;

namespace Broker.DisclosureControl.Tests;

/// <summary>What stands between the generator's bytes and the sampler.</summary>
public sealed class NoiseSourceTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(255)]
    [InlineData(256)]
    public void Below_EveryPatternOfTheFewestBits_GivesItsOwnValueOrIsDrawnAgain(int bound)
    {
        var patterns = (int)BitOperations.RoundUpToPowerOf2((uint)bound);
        for (var first = 0; first < patterns; first++)
        {
            var coins = new Coins(buffer => buffer[0] = (byte)first, bufferSize: 8);
            Assert.Equal(first < bound ? (ulong)first : 0, coins.Below((ulong)bound)); // the bits after the first are noughts
        }
    }

    [Fact]
    public void Below_BitsOfRandomness_AreUsedOnceAndWiped()
    {
        var coins = new Coins(Lend, bufferSize: 8);
        var bits = Enumerable.Range(0, 64).Aggregate(0UL, (word, bit) => word | (coins.Below(2) << bit));
        Assert.Equal((0x0807060504030201UL, 1), (bits, lends));
        Assert.Equal(0x0807060504030201UL, coins.Below(1UL << 63));
        Assert.Equal(2, lends);
        Assert.Equal(0x201UL, coins.Below(1 << 12)); // one bit is left of the word: it is thrown away
        Assert.Equal(3, lends);
    }

    [Fact]
    public void Forget_BytesThatWereNotUsed_AreWiped()
    {
        var coins = new Coins(Lend, bufferSize: 128);
        coins.Below(2);
        coins.Forget();
        Assert.Equal(1UL, coins.Below(2));
        Assert.Equal(2, lends); // which asserts that nothing was left
    }

    [Fact]
    public void NoiseSource_VariancesInTurn_AreDrawnAsByThemselves()
    {
        NoiseVariance[] variances = [new(8), new(1, 4), new(0), new(64, 5), new(64, 5), new(1UL << 20), new(8)];
        using var source = new NoiseSource(new SeededRandom("in turn").Fill);
        var coins = new RandomCoins(new Coins(new SeededRandom("in turn").Fill));
        for (var i = 0; i < 700; i++)
        {
            var variance = variances[i % variances.Length];
            Assert.Equal(variance.Numerator == 0 ? 0 : DiscreteGaussian.Draw(SamplerTerms.Of(variance), coins), source.Draw(variance));
        }
    }

    [Fact]
    public void NoiseSource_ManyDraws_AllocateNothing()
    {
        using var source = new NoiseSource(RandomNumberGenerator.Fill);
        source.Draw(new NoiseVariance(16));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            source.Draw(new NoiseVariance(16));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void NoiseSource_Disposed_Throws()
    {
        var source = new NoiseSource(new SeededRandom("disposed").Fill);
        source.Dispose();
        Assert.Throws<ObjectDisposedException>(() => source.Draw(new NoiseVariance(8)));
    }

    private int lends;

    private void Lend(Span<byte> buffer)
    {
        lends++;
        foreach (var there in buffer)
        {
            Assert.Equal(0, there); // what was there before is gone
        }

        for (var i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)(i + 1);
        }
    }
}
