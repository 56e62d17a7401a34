namespace Broker.Policy;

/// <summary>In what a tier's rules permit more, or forbid less, than those of the same-named tier of an earlier revision.</summary>
internal static class RuleNarrowing
{
    internal static IEnumerable<PolicyWidening> Widenings(SharingPolicy later, int now, SharingPolicy earlier, int then)
    {
        if (!Permits(later, now, earlier, then))
        {
            yield return new(WideningCodes.Purposes, $"purposes that it was not permitted for, or whose meaning changed: {PolicyWords.List(NewPurposes(later, now, earlier, then))}");
        }

        if (earlier.Conflicts.FirstOrDefault(old => !later.Conflicts.Any(c => IsDeclaredIn(old, c))) is { } conflict)
        {
            yield return new(WideningCodes.Conflicts, $"a conflict since {PolicyWords.Day(conflict.Since)} is not declared, or names fewer, or begins later: {PolicyWords.List(conflict.States.Concat(conflict.Actors))}");
        }

        if (NoLongerForbidden(later, now, earlier, then) is { } forbid)
        {
            yield return new(WideningCodes.Forbids, $"no one forbid keeps out whom the earlier {forbid.Id} did: {forbid.Because}");
        }
    }

    // Every purpose that a permit gives the tier was given to it before, and means the same.
    private static bool Permits(SharingPolicy later, int now, SharingPolicy earlier, int then) =>
        // INVARIANT: what was public served any purpose. What is public now was so before, or the audience is wider.
        earlier.Reaches[then].IsPublic || !NewPurposes(later, now, earlier, then).Any();

    private static IEnumerable<string> NewPurposes(SharingPolicy later, int now, SharingPolicy earlier, int then) =>
        later.Reaches[now].Purposes.Where(p => !earlier.Reaches[then].Purposes.Contains(p) || later.Purposes[p] != earlier.Purposes[p]);

    // The first forbid that bears on a purpose that the tier still serves, and is not still there or wider.
    private static PolicyRule? NoLongerForbidden(SharingPolicy later, int now, SharingPolicy earlier, int then)
    {
        string laterTier = later.Tiers[now].Name, earlierTier = earlier.Tiers[then].Name;
        List<PolicyRule> kept = [.. later.Rules.Where(r => r.IsForbid && r.Tiers.Contains(laterTier))];
        return earlier.Rules
            .Where(r => r.IsForbid && r.Tiers.Contains(earlierTier))
            .FirstOrDefault(old => !IsForbiddenBy(old, kept, later.Reaches[now].Purposes));
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
