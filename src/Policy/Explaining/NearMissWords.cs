namespace Broker.Policy.Explaining;

/// <summary>Finds the one thing that kept a permit from deciding. See docs/specs/sharing-policy.md, "Decisions".</summary>
internal sealed class NearMissWords(SharingPolicy policy, PolicyRequest request, Decision decision)
{
    internal ExplainedNearMiss Of(PolicyRule permit)
    {
        ExplainedRule rule = PolicyExplanation.Explained(permit);
        return decision.Kind switch
        {
            DecisionKind.ExplicitForbid => new(rule, "forbid", $"{string.Join(" and ", decision.DeterminingRules)} forbids it, and a forbid beats a permit"),
            DecisionKind.NotInAudience => new(rule, "audience", Audience(policy.Audiences[policy.Tiers[policy.IndexOfTier(request.Tier)].Audience])),
            _ when permit.Tiers.Contains(request.Tier) => new(rule, "purpose", $"it is for {PolicyWords.List(permit.Purposes)}"),
            _ => new(rule, "tier", $"it is of {(permit.Tiers.Count == 1 ? "tier" : "tiers")} {PolicyWords.List(permit.Tiers)}"),
        };
    }

    private string Audience(PolicyAudience audience)
    {
        Requester requester = request.Requester;
        string reason = (requester.State, requester.Organisation) switch
        {
            _ when audience.Role is { } role && requester.Role != role => $"asks for role `{role}`",
            ({ }, { }) => "has nobody who acts for both a state and an organisation",
            ({ } state, null) => State(audience, state),
            (null, { } organisation) => $"does not name organisation `{organisation}`",
            _ => audience.States.Count > 0 ? "asks for a state" : "asks for an organisation",
        };
        return $"audience `{audience.Name}` {reason}";
    }

    private static string State(PolicyAudience audience, string state) =>
        audience.States.FirstOrDefault(member => member.State == state) is not { } member ? $"does not name state `{state}`"
        : member.First == DateOnly.MinValue ? $"has state `{state}` until {PolicyWords.Day(member.Last)}"
        : $"has state `{state}` from {PolicyWords.Day(member.First)} to {PolicyWords.Day(member.Last)}";
}
