namespace Broker.Policy.Proof;

internal sealed class LapsedClaim(SharingPolicy policy)
    : PolicyClaim(ProofIds.Lapsed, $"nothing is permitted after {PolicyWords.Day(policy.ReviewBy)}, the review date")
{
    internal override string? BrokenBy(PolicyRequest permitted) =>
        permitted.On > policy.ReviewBy ? $"after the review date {PolicyWords.Day(policy.ReviewBy)}" : null;
}
