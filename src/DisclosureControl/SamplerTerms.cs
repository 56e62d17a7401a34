namespace Broker.DisclosureControl;

/// <summary>What the sampler derives from sigma² = N/D before it draws; computed once for many draws.</summary>
/// <param name="Numerator">N.</param>
/// <param name="Scale">t = floor(sigma) + 1, the scale of the discrete Laplace distribution that proposes.</param>
/// <param name="Step">D·t.</param>
/// <param name="Denominator">2·N·D·t², at most 2^62.</param>
internal readonly record struct SamplerTerms(ulong Numerator, ulong Scale, ulong Step, ulong Denominator)
{
    private const ulong MaxDenominator = 1UL << 62;

    /// <exception cref="ArgumentOutOfRangeException">The variance is nought or outside the sampler's range.</exception>
    internal static SamplerTerms Of(NoiseVariance variance)
    {
        ArgumentOutOfRangeException.ThrowIfZero(variance.Numerator, nameof(variance));
        ArgumentOutOfRangeException.ThrowIfZero(variance.Denominator, nameof(variance));
        var scale = Root(variance.Numerator / variance.Denominator) + 1;
        var size = 2 * (UInt128)variance.Numerator * variance.Denominator;
        if (size > MaxDenominator || size * scale > MaxDenominator || size * scale * scale > MaxDenominator)
        {
            throw new ArgumentOutOfRangeException(nameof(variance));
        }

        return new SamplerTerms(variance.Numerator, scale, variance.Denominator * scale, (ulong)(size * scale * scale));
    }

    private static ulong Root(ulong square)
    {
        var root = 0UL;
        for (var bit = 1UL << 31; bit > 0; bit >>= 1)
        {
            var trial = root + bit;
            root = (UInt128)trial * trial <= square ? trial : root;
        }

        return root;
    }
}
