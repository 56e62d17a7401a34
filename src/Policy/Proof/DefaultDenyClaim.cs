namespace Broker.Policy.Proof;

internal sealed class DefaultDenyClaim(SharingPolicy policy)
    : PolicyClaim(ProofIds.DefaultDeny, "nothing beyond the public tier is permitted without a rule that permits the tier for the purpose")
{
    internal override string? BrokenBy(PolicyRequest permitted) =>
        Declared.IsPublic(policy, permitted.Tier) || policy.Rules.Any(rule => Declared.Permits(rule, permitted))
            ? null
            : "and no rule permits the tier for the purpose";
}
