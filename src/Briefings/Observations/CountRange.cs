namespace Broker.Briefings;

/// <summary>How many people, as a range with a best estimate.</summary>
/// <param name="Low">0 to 1,000,000.</param>
/// <param name="Best">Not below <paramref name="Low"/>.</param>
/// <param name="High">Not below <paramref name="Best"/>, at most 1,000,000.</param>
public readonly record struct CountRange(int Low, int Best, int High)
{
    /// <summary>The largest count that an observation can state.</summary>
    public const int Most = 1_000_000;

    /// <summary>Whether 0 ≤ low ≤ best ≤ high ≤ <see cref="Most"/>.</summary>
    public bool IsConsistent => Low >= 0 && Best >= Low && High >= Best && High <= Most;
}
