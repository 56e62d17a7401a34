namespace Broker.DisclosureControl;

/// <summary>The discrete Gaussian on the integers: P(y) is proportional to exp(-y²/(2 sigma²)), sampled exactly.</summary>
/// <remarks>
/// References: C. Canonne, G. Kamath, T. Steinke, "The Discrete Gaussian for Differential Privacy" (arXiv 2004.00010),
/// Algorithms 1 to 3. One draw costs a source of sensitivity 1 exactly 1/(2 sigma²) zCDP (Theorem 4 there).
/// Parameters: sigma² = N/D with 2 N D t² below 2^62, where t = floor(sigma) + 1; every variance of the published table and
/// its multiples are far inside. No floating-point number takes part: rounding there is what breaks such samplers
/// (Mironov, CCS 2012). How long a draw takes depends on the draw, never on what it is added to.
/// </remarks>
public static class DiscreteGaussian
{
    private const int BytesOfOneDraw = 64;
    private const ulong MaxNarrow = uint.MaxValue; // its square is within 64 bits

    /// <summary>One draw with the variance parameter; 0 when that is 0. For many draws a <see cref="NoiseSource"/> is faster.</summary>
    /// <param name="variance">sigma², not the variance of the draw itself: at sigma² = 1/4 that is 0.2150.</param>
    /// <param name="random">The system's cryptographic generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is outside the range above.</exception>
    public static long Draw(NoiseVariance variance, RandomFill random)
    {
        using var source = new NoiseSource(new Coins(random, BytesOfOneDraw));
        return source.Draw(variance);
    }

    internal static long Draw<TCoins>(in SamplerTerms terms, TCoins coins)
        where TCoins : ICoins
    {
        long draw;
        while (!TryDraw(terms, coins, out draw))
        {
        }

        return draw;
    }

    /// <summary>One proposal: false when it is rejected, which says nothing about the next.</summary>
    internal static bool TryDraw<TCoins>(in SamplerTerms terms, TCoins coins, out long draw)
        where TCoins : ICoins
    {
        draw = 0;
        var rest = coins.Below(terms.Scale);
        if (!coins.ChanceExp(rest, terms.Scale))
        {
            return false;
        }

        var size = rest;
        while (coins.ChanceExp(1, 1))
        {
            size += terms.Scale;
        }

        var negative = coins.Chance(1, 2);
        if (negative && size == 0)
        {
            return false; // else nought would come twice as often as its neighbours allow
        }

        draw = negative ? -(long)size : (long)size;
        return coins.ChanceExp(SquaredGap(terms, size), terms.Denominator);
    }

    // Accept with probability exp(-(|y| - sigma²/t)² / (2 sigma²)), over one denominator.
    internal static UInt128 SquaredGap(in SamplerTerms terms, ulong size)
    {
        var left = (UInt128)size * terms.Step;
        if (left <= MaxNarrow && terms.Numerator <= MaxNarrow)
        {
            // The same number; narrow words are faster.
            var narrow = (ulong)left > terms.Numerator ? (ulong)left - terms.Numerator : terms.Numerator - (ulong)left;
            return narrow * narrow;
        }

        var gap = left > terms.Numerator ? left - terms.Numerator : terms.Numerator - left;

        // The denominator is at most 2^62: from here on the chance is below exp(-2^65), whichever number stands for the square.
        return gap > ulong.MaxValue ? UInt128.MaxValue : gap * gap;
    }
}
