namespace Broker.DisclosureControl;

/// <summary><see cref="Coins"/> as the sampler's choices; a value type, so that the sampler is compiled for it and calls it directly.</summary>
internal readonly struct RandomCoins(Coins coins) : ICoins
{
    public ulong Below(ulong bound) => coins.Below(bound);

    public bool Chance(ulong numerator, ulong denominator) => coins.Below(denominator) < numerator;

    public bool ChanceExp(UInt128 numerator, ulong denominator) => BernoulliExp.Draw(this, numerator, denominator);
}
