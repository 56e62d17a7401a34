namespace Broker.Policy.Proof;

/// <summary>
/// What a policy declares, read off its lists each time and without the evaluator: claims are held against this, so that a fault of the
/// evaluator is not also one of the claim.
/// </summary>
internal static class Declared
{
    internal static PolicyTier? Tier(SharingPolicy policy, string name) => policy.Tiers.FirstOrDefault(tier => tier.Name == name);

    internal static bool IsPublic(SharingPolicy policy, string tier) =>
        Tier(policy, tier) is { } found && policy.Audiences[found.Audience].Anyone;

    /// <summary>The conflict that has begun and that the requester is affiliated with, by its state or one of its actors.</summary>
    internal static PolicyConflict? ConflictOf(SharingPolicy policy, Requester requester, DateOnly on) =>
        policy.Conflicts.FirstOrDefault(conflict =>
            conflict.Since <= on
            && (conflict.States.Any(state => state == requester.State) || conflict.Actors.Any(actor => requester.Actors.Contains(actor))));

    internal static bool IsMember(PolicyAudience audience, Requester requester, DateOnly on)
    {
        bool hasRole = audience.Role is null || audience.Role == requester.Role;
        bool asState = requester.Organisation is null && audience.States.Any(s => s.State == requester.State && s.First <= on && on <= s.Last);
        bool asOrganisation = requester.State is null && audience.Organisations.Any(o => o == requester.Organisation);
        return audience.Anyone || (hasRole && (asState || asOrganisation));
    }

    /// <summary>Whether a forbid speaks of the request: of its tier, its purpose and its requester.</summary>
    internal static bool Forbids(SharingPolicy policy, PolicyRule rule, PolicyRequest request) =>
        rule.IsForbid
        && rule.Tiers.Contains(request.Tier)
        && (rule.Purposes.Count == 0 || rule.Purposes.Contains(request.Purpose))
        && Meets(policy, rule.Condition!, request);

    /// <summary>Whether a permit gives the tier for the purpose.</summary>
    internal static bool Permits(PolicyRule rule, PolicyRequest request) =>
        !rule.IsForbid && rule.Tiers.Contains(request.Tier) && rule.Purposes.Contains(request.Purpose);

    private static bool Meets(SharingPolicy policy, RequesterCondition condition, PolicyRequest request)
    {
        Requester requester = request.Requester;
        return condition.Kind switch
        {
            RequesterConditionKind.AffiliatedWithConflicts => ConflictOf(policy, requester, request.On) is not null,
            RequesterConditionKind.States => condition.Values.Any(value => value == requester.State),
            RequesterConditionKind.Organisations => condition.Values.Any(value => value == requester.Organisation),
            RequesterConditionKind.Roles => condition.Values.Any(value => value == requester.Role),
            RequesterConditionKind.Actors => condition.Values.Any(requester.Actors.Contains),
            _ => true,
        };
    }
}
