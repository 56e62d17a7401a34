namespace Broker.Policy.Tests;

/// <summary>The slow reference of the prover: each claim in a sentence of its own, held against every request that there can be.</summary>
internal static class ProofReference
{
    internal static readonly string[] Ids = ["conflict-states", "conflict-onward", "lapsed", "audience", "default-deny", "forbid-wins", "no-wider", "no-longer"];

    /// <summary>The claims that a permitted request breaks.</summary>
    internal static IEnumerable<string> Broken(SharingPolicy policy, SharingPolicy earlier, PolicyRequest request)
    {
        PolicyTier? tier = policy.Tiers.SingleOrDefault(t => t.Name == request.Tier);
        bool isClosed = tier is null || !policy.Audiences[tier.Audience].Anyone;
        bool permittedBefore = NaiveEvaluator.Evaluate(earlier, request).Kind == DecisionKind.ExplicitPermit;
        IEnumerable<string> permanent = policy.Conflicts.SelectMany(c => c.States).Intersect(["CHN", "FRA", "GBR", "RUS", "USA"]);
        (string Id, bool IsBroken)[] claims =
        [
            ("conflict-states", isClosed && IsAffiliated(policy, request)),
            ("conflict-onward", isClosed && tier?.Onward == "to-permanent-members" && permanent.Any()),
            ("lapsed", request.On > policy.ReviewBy),
            ("audience", isClosed && (tier is null || !IsMember(policy.Audiences[tier.Audience], request))),
            ("default-deny", isClosed && !policy.Rules.Any(r => !r.IsForbid && r.Tiers.Contains(request.Tier) && r.Purposes.Contains(request.Purpose))),
            ("forbid-wins", policy.Rules.Any(r => r.IsForbid && IsForbidden(policy, r, request))),
            ("no-wider", !permittedBefore && request.On <= earlier.ReviewBy),
            ("no-longer", request.On > earlier.ReviewBy),
        ];
        return claims.Where(claim => claim.IsBroken).Select(claim => claim.Id);
    }

    private static bool IsAffiliated(SharingPolicy policy, PolicyRequest request) => policy.Conflicts.Any(c =>
        request.On >= c.Since && (c.States.Contains(request.Requester.State) || c.Actors.Intersect(request.Requester.Actors).Any()));

    private static bool IsMember(PolicyAudience audience, PolicyRequest request)
    {
        (string? state, string? organisation, string? role, _) = request.Requester;
        bool isOne = audience.States.Any(s => s.State == state && request.On >= s.First && request.On <= s.Last) || audience.Organisations.Contains(organisation);
        return isOne && (state is null || organisation is null) && (audience.Role ?? role) == role;
    }

    private static bool IsForbidden(SharingPolicy policy, PolicyRule rule, PolicyRequest request)
    {
        Requester who = request.Requester;
        bool isMeant = rule.Condition!.Kind switch
        {
            RequesterConditionKind.Anyone => true,
            RequesterConditionKind.States => rule.Condition.Values.Contains(who.State),
            RequesterConditionKind.Organisations => rule.Condition.Values.Contains(who.Organisation),
            RequesterConditionKind.Roles => rule.Condition.Values.Contains(who.Role),
            RequesterConditionKind.Actors => rule.Condition.Values.Intersect(who.Actors).Any(),
            _ => IsAffiliated(policy, request),
        };
        return isMeant && rule.Tiers.Contains(request.Tier) && (rule.Purposes.Count == 0 || rule.Purposes.Contains(request.Purpose));
    }
}
