namespace Broker.Policy.Tests;

/// <summary>The sentence of a decision, written out of what the reference answers.</summary>
internal static class NaiveSentence
{
    internal static string Of(SharingPolicy policy, PolicyRequest request, NaiveEvaluator.Answer answer)
    {
        string releases = $"releases of tier `{request.Tier}`", asked = $"{releases} for `{request.Purpose}`";
        return answer.Kind switch
        {
            DecisionKind.EvaluationError => "Refused: the request could not be evaluated.",
            DecisionKind.Lapsed => "Refused: the sharing policy is past its review date and permits nothing until it is reviewed.",
            DecisionKind.UnknownTier => "Refused: the sharing policy has no such tier.",
            DecisionKind.UnknownPurpose => "Refused: the sharing policy names no such purpose.",
            DecisionKind.ExplicitForbid => $"Refused by {answer.Determining[0]}: {policy.Rules.First(r => r.Id == answer.Determining[0]).Because}.",
            DecisionKind.NotInAudience => $"Refused: {releases} go to `{policy.Tiers.Single(t => t.Name == request.Tier).Audience}` only.",
            DecisionKind.ImplicitRefusal => $"Refused: no rule permits {asked}.",
            _ when answer.Determining[0].StartsWith("audience-", StringComparison.Ordinal) => $"Permitted: what tier `{request.Tier}` publishes is for anyone.",
            _ => $"Permitted by {string.Join(" and ", answer.Determining)}: {asked}.",
        };
    }
}
