namespace Broker.Policy.Proof;

/// <summary>What changes between two revisions: for requests, for each tier, and for records that are already there.</summary>
/// <param name="Classes">How many classes of requests the two induce together.</param>
/// <param name="Changes">The requests that are decided differently, those that are newly permitted first; empty when <see cref="IsTooLarge"/>.</param>
/// <param name="Tiers">Each tier of the later revision, then those that are gone.</param>
/// <param name="Records">The records of the earlier revision, by the tier that they name.</param>
public sealed record PolicyDifference(
    long Classes,
    IReadOnlyList<DecisionChange> Changes,
    IReadOnlyList<TierDifference> Tiers,
    IReadOnlyList<RecordDifference> Records)
{
    /// <summary>Whether there are more than <see cref="RequestClasses.Most"/> classes, so that requests were not compared.</summary>
    public bool IsTooLarge => Classes > RequestClasses.Most;
}
