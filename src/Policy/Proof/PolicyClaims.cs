namespace Broker.Policy.Proof;

/// <summary>The claims that are proved of a policy, in the order in which they are told.</summary>
internal static class PolicyClaims
{
    internal static IEnumerable<PolicyClaim> Of(SharingPolicy policy, IReadOnlyList<AudienceBound> bounds, SharingPolicy? earlier)
    {
        IEnumerable<PolicyClaim> own =
        [
            new ConflictStatesClaim(policy), new ConflictOnwardClaim(policy), new LapsedClaim(policy),
            new AudienceClaim(policy), new DefaultDenyClaim(policy), new ForbidWinsClaim(policy),
        ];
        return own
            .Concat(bounds.Select(bound => new AudienceBoundClaim(bound)))
            .Concat(earlier is null ? [] : [new NoWiderClaim(earlier), new NoLongerClaim(earlier)]);
    }
}
