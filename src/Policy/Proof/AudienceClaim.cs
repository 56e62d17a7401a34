namespace Broker.Policy.Proof;

internal sealed class AudienceClaim(SharingPolicy policy)
    : PolicyClaim(ProofIds.Audience, "whoever is permitted a closed tier is in its audience on that day, and acts for a state or an organisation and not for both")
{
    internal override string? BrokenBy(PolicyRequest permitted)
    {
        if (Declared.Tier(policy, permitted.Tier) is not { } tier)
        {
            return "and the policy has no such tier";
        }

        return Declared.IsMember(policy.Audiences[tier.Audience], permitted.Requester, permitted.On) ? null : $"and is not in audience `{tier.Audience}` on that day";
    }
}
