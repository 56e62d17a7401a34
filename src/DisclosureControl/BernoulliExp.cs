namespace Broker.DisclosureControl;

/// <summary>A coin that falls true with probability exp(-gamma), from whole numbers only.</summary>
/// <remarks>
/// References: Canonne, Kamath, Steinke (arXiv 2004.00010), Algorithm 1: for gamma up to 1 count how often
/// Bernoulli(gamma/k), k = 1, 2, … succeeds in a row; the count of successes is even with probability exp(-gamma). A larger gamma is a
/// product of whole steps of exp(-1) and a rest.
/// </remarks>
internal static class BernoulliExp
{
    internal static bool Draw<TCoins>(TCoins coins, UInt128 numerator, ulong denominator)
        where TCoins : ICoins
    {
        for (; numerator > ulong.MaxValue; numerator -= denominator)
        {
            if (!UpToOne(coins, 1, 1))
            {
                return false;
            }
        }

        return Draw(coins, (ulong)numerator, denominator);
    }

    internal static bool Draw<TCoins>(TCoins coins, ulong numerator, ulong denominator)
        where TCoins : ICoins
    {
        for (; numerator >= denominator; numerator -= denominator)
        {
            if (!UpToOne(coins, 1, 1))
            {
                return false;
            }
        }

        return UpToOne(coins, numerator, denominator);
    }

    internal static bool UpToOne<TCoins>(TCoins coins, ulong numerator, ulong denominator)
        where TCoins : ICoins
    {
        // Bernoulli(n/(d k)) is Bernoulli(1/k) and Bernoulli(n/d), independent: no product that could overflow.
        var k = 1UL;
        while (coins.Chance(1, k) && coins.Chance(numerator, denominator))
        {
            k++;
        }

        return k % 2 == 1;
    }
}
