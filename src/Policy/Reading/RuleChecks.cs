namespace Broker.Policy.Reading;

/// <summary>What holds between rules, conflicts, audiences and tiers.</summary>
internal static class RuleChecks
{
    internal static void Run(PolicyDraft draft, Findings findings)
    {
        CheckConflicts(draft, findings);
        if (draft.RulesAreBroken)
        {
            // With a rule missing, what the others lack cannot be told.
            return;
        }

        if (draft.Conflicts.Count > 0 && !draft.Rules.Any(rule => ForbidsConflicts(rule.Value, draft)))
        {
            findings.Error(draft.Conflicts[0].At, PolicyCodes.ConflictWithoutForbid, "a conflict is declared and no rule forbids any tier, for every purpose, to those affiliated with it");
        }

        WarnOfRules(draft, findings);
        foreach (TierDraft tier in draft.Tiers.Where(tier => IsNeverPermitted(tier, draft)))
        {
            findings.Warn(tier.At, PolicyCodes.TierNeverPermitted, $"no rule permits tier `{tier.Name}`");
        }
    }

    private static bool ForbidsConflicts(PolicyRule rule, PolicyDraft draft) =>
        rule.IsForbid
        && rule.Condition!.Kind is RequesterConditionKind.AffiliatedWithConflicts or RequesterConditionKind.Anyone
        && rule.Purposes.Count == 0
        && draft.Tiers.All(tier => draft.IsPublic(tier) || rule.Tiers.Contains(tier.Name));

    private static bool IsNeverPermitted(TierDraft tier, PolicyDraft draft) =>
        tier.Audience is { } name && draft.Audiences.TryGetValue(name, out PolicyAudience? audience) && !audience.Anyone
        && !draft.Rules.Any(rule => !rule.Value.IsForbid && rule.Value.Tiers.Contains(tier.Name));

    private static void CheckConflicts(PolicyDraft draft, Findings findings)
    {
        (PolicyAudience Audience, HashSet<string> States)[] audiences =
            [.. draft.Audiences.Values.Select(audience => (audience, audience.States.Select(member => member.State).ToHashSet(StringComparer.Ordinal)))];
        foreach (Placed<PolicyConflict> conflict in draft.Conflicts)
        {
            if (conflict.Value.Since > draft.ReviewBy)
            {
                findings.Warn(conflict.At, PolicyCodes.ConflictTooLate, "the conflict begins after the review date and so never counts");
            }

            foreach ((PolicyAudience audience, HashSet<string> states) in audiences)
            {
                WarnOfMembers(conflict.Value, audience, states, draft, findings);
            }
        }
    }

    // Every state in every audience and conflict makes half a million warnings, of which nobody reads more than the first.
    private static void WarnOfMembers(PolicyConflict conflict, PolicyAudience audience, HashSet<string> states, PolicyDraft draft, Findings findings)
    {
        foreach (string state in findings.IsFull ? [] : conflict.States.Where(states.Contains))
        {
            findings.Warn(draft.AudienceNames[audience.Name], PolicyCodes.AudienceInConflict, $"`{state}` is in audience `{audience.Name}` and in a conflict, it gets nothing from the day that the conflict begins");
        }
    }

    private static void WarnOfRules(PolicyDraft draft, Findings findings)
    {
        HashSet<string> publicTiers = [.. draft.Tiers.Where(draft.IsPublic).Select(tier => tier.Name)];
        foreach (Placed<PolicyRule> rule in draft.Rules)
        {
            bool idle = rule.Value.Tiers.All(publicTiers.Contains);
            bool permitted = !rule.Value.IsForbid && draft.Rules.TakeWhile(r => r != rule).Any(earlier => Covers(earlier.Value, rule.Value));
            if (idle || permitted)
            {
                findings.Warn(rule.At, PolicyCodes.RuleWithoutEffect, "the rule changes no decision");
            }
        }
    }

    private static bool Covers(PolicyRule earlier, PolicyRule rule) =>
        !earlier.IsForbid && rule.Tiers.All(earlier.Tiers.Contains) && rule.Purposes.All(earlier.Purposes.Contains);
}
