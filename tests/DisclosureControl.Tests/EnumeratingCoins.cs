namespace Broker.DisclosureControl.Tests;

/// <summary>Walks every way that the coins can fall, with the exact probability of each.</summary>
/// <remarks>
/// A run follows the remembered choices and takes the first option at each new one; the next run changes the last choice
/// that has an option left. Ways less likely than the cut are given up and their probability is reported as lost.
/// </remarks>
internal sealed class EnumeratingCoins(Func<UInt128, ulong, Rational>? expChance, Rational cut) : ICoins
{
    private readonly List<(ulong Taken, ulong Options)> path = [];
    private int at;

    internal Rational Probability { get; private set; }

    internal Rational Lost { get; private set; }

    public ulong Below(ulong bound)
    {
        var taken = Choose(bound);
        Multiply(new Rational(1, bound));
        return taken;
    }

    public bool Chance(ulong numerator, ulong denominator) => Flip(new Rational(numerator, denominator));

    public bool ChanceExp(UInt128 numerator, ulong denominator) =>
        expChance is null ? BernoulliExp.Draw(this, numerator, denominator) : Flip(expChance(numerator, denominator));

    internal void Enumerate(Action run)
    {
        do
        {
            at = 0;
            Probability = new Rational(1);
            try
            {
                run();
            }
            catch (GivenUpException)
            {
                Lost += Probability;
            }
        }
        while (Advance());
    }

    private bool Flip(Rational chance)
    {
        var yes = Choose(2) == 0;
        Multiply(yes ? chance : new Rational(1) - chance);
        return yes;
    }

    private ulong Choose(ulong options)
    {
        if (at == path.Count)
        {
            path.Add((0, options));
        }

        return path[at++].Taken;
    }

    private void Multiply(Rational chance)
    {
        Probability *= chance;
        if (Probability <= cut)
        {
            throw new GivenUpException();
        }
    }

    private bool Advance()
    {
        path.RemoveRange(at, path.Count - at);
        while (path.Count > 0 && path[^1].Taken + 1 == path[^1].Options)
        {
            path.RemoveAt(path.Count - 1);
        }

        if (path.Count > 0)
        {
            path[^1] = (path[^1].Taken + 1, path[^1].Options);
        }

        return path.Count > 0;
    }

    private sealed class GivenUpException : Exception;
}
