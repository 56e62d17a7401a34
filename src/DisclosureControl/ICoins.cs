namespace Broker.DisclosureControl;

/// <summary>The random choices of the sampler; tests enumerate them to compute its distribution exactly.</summary>
internal interface ICoins
{
    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1, each with the same probability.</summary>
    ulong Below(ulong bound);

    /// <summary>True with probability numerator/denominator, at most 1, exactly.</summary>
    bool Chance(ulong numerator, ulong denominator);

    /// <summary>True with probability exp(-numerator/denominator), exactly.</summary>
    bool ChanceExp(UInt128 numerator, ulong denominator);
}
