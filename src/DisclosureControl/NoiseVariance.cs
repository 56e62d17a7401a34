using System.Globalization;

namespace Broker.DisclosureControl;

/// <summary>The variance parameter sigma² of a discrete Gaussian, as an exact fraction of two whole numbers.</summary>
/// <param name="Numerator">At least 0; 0 means no noise.</param>
/// <param name="Denominator">At least 1.</param>
public readonly record struct NoiseVariance(ulong Numerator, ulong Denominator = 1)
{
    /// <summary><c>8</c>, or <c>1/4</c>.</summary>
    public override string ToString() => Denominator <= 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    internal double ToDouble() => (double)Numerator / Denominator;

    internal NoiseVariance Times(int factor) => new(Numerator * (ulong)factor, Denominator);
}
