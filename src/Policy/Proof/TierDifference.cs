namespace Broker.Policy.Proof;

/// <summary>A tier of either revision, by its name, and in what it is wider than it was.</summary>
/// <param name="Tier">The tier's name.</param>
/// <param name="Widenings">Why records and releases of the earlier revision do not stay within the tier (<see cref="PolicyNarrowing.Widenings"/>).</param>
public sealed record TierDifference(string Tier, IReadOnlyList<PolicyWidening> Widenings)
{
    /// <summary>Whether the tier lets out no more than it did, so that what the earlier revision bound may still enter it.</summary>
    public bool StaysWithin => Widenings.Count == 0;
}
