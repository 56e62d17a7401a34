namespace Broker.Policy;

/// <summary>Whether a tier's rules permit no more, and forbid no less, than those of the same-named tier of an earlier revision.</summary>
internal static class RuleNarrowing
{
    /// <summary>Every purpose that a permit gives the tier was given to it before, and means the same.</summary>
    internal static bool Permits(SharingPolicy later, int now, SharingPolicy earlier, int then)
    {
        TierReach reached = earlier.Reaches[then];

        // INVARIANT: what was public served any purpose. What is public now was so before, or the audience is wider.
        return reached.IsPublic
            || later.Reaches[now].Purposes.All(p => reached.Purposes.Contains(p) && later.Purposes[p] == earlier.Purposes[p]);
    }

    /// <summary>Every declared conflict, and every forbid that bears on a purpose that the tier still serves, is still there or wider.</summary>
    internal static bool Forbids(SharingPolicy later, int now, SharingPolicy earlier, int then)
    {
        string laterTier = later.Tiers[now].Name, earlierTier = earlier.Tiers[then].Name;
        List<PolicyRule> kept = [.. later.Rules.Where(r => r.IsForbid && r.Tiers.Contains(laterTier))];
        return earlier.Conflicts.All(old => later.Conflicts.Any(c => IsDeclaredIn(old, c)))
            && earlier.Rules
                .Where(r => r.IsForbid && r.Tiers.Contains(earlierTier))
                .All(old => IsForbiddenBy(old, kept, later.Reaches[now].Purposes));
    }

    private static bool IsDeclaredIn(PolicyConflict old, PolicyConflict conflict) =>
        conflict.Since <= old.Since
        && old.States.All(conflict.States.Contains)
        && old.Actors.All(conflict.Actors.Contains);

    // One forbid must keep out by itself what the old one did: two that share its work would do, and are not searched for.
    private static bool IsForbiddenBy(PolicyRule old, List<PolicyRule> forbids, IReadOnlyList<string> served)
    {
        List<string> bearing = [.. served.Where(p => Speaks(old, p))];
        return bearing.Count == 0
            || forbids.Any(f => bearing.All(p => Speaks(f, p)) && IsCaughtBy(old.Condition!, f.Condition!));
    }

    private static bool Speaks(PolicyRule forbid, string purpose) => forbid.Purposes.Count == 0 || forbid.Purposes.Contains(purpose);

    private static bool IsCaughtBy(RequesterCondition old, RequesterCondition condition) =>
        condition.Kind == RequesterConditionKind.Anyone
        || (condition.Kind == old.Kind && old.Values.All(condition.Values.Contains));
}
