namespace Broker.Policy.Proof;

/// <summary>What is passed on is passed on later, so a conflict counts here whatever its first day.</summary>
internal sealed class ConflictOnwardClaim(SharingPolicy policy)
    : PolicyClaim(ProofIds.ConflictOnward, "nothing beyond the public tier may be passed on to a state of a declared conflict")
{
    private readonly List<string> _members =
        [.. PolicyVocabulary.PermanentMembers.Where(member => policy.Conflicts.Any(conflict => conflict.States.Contains(member)))];

    internal override string? BrokenBy(PolicyRequest permitted) =>
        _members.Count > 0
        && !Declared.IsPublic(policy, permitted.Tier)
        && Declared.Tier(policy, permitted.Tier)?.Onward != PolicyVocabulary.OnwardNone
            ? $"and may pass it on to {PolicyWords.List(_members)}, of a declared conflict"
            : null;
}
