namespace Broker.Policy.Proof;

internal sealed class ForbidWinsClaim(SharingPolicy policy)
    : PolicyClaim(ProofIds.ForbidWins, "no request that a forbid speaks of is permitted")
{
    internal override string? BrokenBy(PolicyRequest permitted) =>
        policy.Rules.FirstOrDefault(rule => Declared.Forbids(policy, rule, permitted)) is { } forbid
            ? $"which {forbid.Id} forbids"
            : null;
}
