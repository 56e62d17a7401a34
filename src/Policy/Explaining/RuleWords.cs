namespace Broker.Policy.Explaining;

/// <summary>A rule in words.</summary>
internal static class RuleWords
{
    internal static string Of(PolicyRule rule) => rule.IsForbid
        ? $"forbids {Tiers(rule)} to {Whom(rule.Condition!)}{(rule.Purposes.Count == 0 ? ", for any purpose" : $", for {PolicyWords.List(rule.Purposes)}")}"
        : $"permits releases of {Tiers(rule)} for {PolicyWords.List(rule.Purposes)}";

    private static string Tiers(PolicyRule rule) => $"{(rule.Tiers.Count == 1 ? "tier" : "tiers")} {PolicyWords.List(rule.Tiers)}";

    private static string Whom(RequesterCondition condition) => condition.Kind switch
    {
        RequesterConditionKind.AffiliatedWithConflicts => "those affiliated with a declared conflict that has begun",
        RequesterConditionKind.States => $"who acts for {PolicyWords.List(condition.Values)}",
        RequesterConditionKind.Organisations => $"who acts for {PolicyWords.List(condition.Values)}",
        RequesterConditionKind.Actors => $"those affiliated with {PolicyWords.List(condition.Values)}",
        RequesterConditionKind.Roles => $"role {PolicyWords.List(condition.Values)}",
        _ => "anyone",
    };
}
