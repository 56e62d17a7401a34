namespace Broker.Policy.Proof;

/// <summary>A claim of its own, because a review puts the date off and should hide nothing else that it widens.</summary>
internal sealed class NoLongerClaim(SharingPolicy earlier)
    : PolicyClaim(ProofIds.NoLonger, $"nothing is permitted after {PolicyWords.Day(earlier.ReviewBy)}, the earlier revision's review date")
{
    internal override string? BrokenBy(PolicyRequest permitted) =>
        permitted.On > earlier.ReviewBy ? $"and the earlier revision permits nothing after {PolicyWords.Day(earlier.ReviewBy)}" : null;
}
