namespace Broker.Policy;

/// <summary>Whether a record counts in a tier, and everything that keeps it out if not.</summary>
/// <param name="Tier">The tier's name.</param>
/// <param name="Closures">What keeps it out; empty: the record counts in the tier.</param>
public sealed record TierAdmission(string Tier, IReadOnlyList<TierClosure> Closures)
{
    /// <summary>Whether the record counts in the tier.</summary>
    public bool IsOpen => Closures.Count == 0;
}
