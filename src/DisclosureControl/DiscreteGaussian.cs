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
    private const ulong MaxDenominator = 1UL << 62;
    private const int BytesOfOneDraw = 64;

    /// <summary>One draw with the variance parameter; 0 when that is 0.</summary>
    /// <param name="variance">sigma², not the variance of the draw itself: at sigma² = 1/4 that is 0.2150.</param>
    /// <param name="random">The system's cryptographic generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is outside the range above.</exception>
    public static long Draw(NoiseVariance variance, RandomFill random)
    {
        var coins = new Coins(random, BytesOfOneDraw);
        var draw = Draw(variance, coins);
        coins.Forget();
        return draw;
    }

    internal static long Draw<TCoins>(NoiseVariance variance, TCoins coins)
        where TCoins : ICoins
    {
        if (variance.Numerator == 0)
        {
            return 0;
        }

        var scale = ScaleOf(variance);
        long draw;
        while (!TryDraw(variance, scale, coins, out draw))
        {
        }

        return draw;
    }

    /// <summary>t = floor(sigma) + 1, the scale of the discrete Laplace distribution that proposes.</summary>
    internal static ulong ScaleOf(NoiseVariance variance)
    {
        ArgumentOutOfRangeException.ThrowIfZero(variance.Denominator, nameof(variance));
        var square = variance.Numerator / variance.Denominator;
        var root = 0UL;
        for (var bit = 1UL << 31; bit > 0; bit >>= 1)
        {
            var trial = root + bit;
            root = (UInt128)trial * trial <= square ? trial : root;
        }

        var scale = root + 1;
        var size = (UInt128)variance.Numerator * variance.Denominator;
        if (size > MaxDenominator || 2 * size * scale > MaxDenominator || 2 * size * scale * scale > MaxDenominator)
        {
            throw new ArgumentOutOfRangeException(nameof(variance));
        }

        return scale;
    }

    /// <summary>One proposal: false when it is rejected, which says nothing about the next.</summary>
    internal static bool TryDraw<TCoins>(NoiseVariance variance, ulong scale, TCoins coins, out long draw)
        where TCoins : ICoins
    {
        draw = 0;
        var rest = coins.Below(scale);
        if (!coins.ChanceExp(rest, scale))
        {
            return false;
        }

        var size = rest;
        while (coins.ChanceExp(1, 1))
        {
            size += scale;
        }

        var negative = coins.Chance(1, 2);
        if (negative && size == 0)
        {
            return false; // else nought would come twice as often as its neighbours allow
        }

        // Accept with probability exp(-(|y| - sigma²/t)² / (2 sigma²)), over one denominator.
        UInt128 left = (UInt128)size * variance.Denominator * scale;
        UInt128 right = variance.Numerator;
        var gap = left > right ? left - right : right - left;
        var denominator = 2 * variance.Numerator * variance.Denominator * scale * scale;
        draw = negative ? -(long)size : (long)size;
        return coins.ChanceExp(gap * gap, denominator);
    }
}
