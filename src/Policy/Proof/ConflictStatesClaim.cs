namespace Broker.Policy.Proof;

internal sealed class ConflictStatesClaim(SharingPolicy policy)
    : PolicyClaim(ProofIds.ConflictStates, "no requester affiliated with a declared conflict that has begun is permitted anything beyond the public tier")
{
    internal override string? BrokenBy(PolicyRequest permitted) =>
        !Declared.IsPublic(policy, permitted.Tier) && Declared.ConflictOf(policy, permitted.Requester, permitted.On) is { } conflict
            ? $"and is affiliated with the conflict of {PolicyWords.List(conflict.States.Concat(conflict.Actors))} declared since {PolicyWords.Day(conflict.Since)}"
            : null;
}
