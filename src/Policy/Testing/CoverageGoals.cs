using System.Globalization;

namespace Broker.Policy.Testing;

/// <summary>What the tests of a policy should show.</summary>
internal static class CoverageGoals
{
    internal static IEnumerable<CoverageGoal> Of(SharingPolicy policy) =>
        [.. Rules(policy), .. Tiers(policy), .. Purposes(policy), .. TermGoals.Of(policy), .. Conflicts(policy), .. Kinds()];

    private static IEnumerable<CoverageGoal> Rules(SharingPolicy policy) => policy.Rules.Select(rule => new CoverageGoal(
        $"rule {rule.Id}",
        string.Create(CultureInfo.InvariantCulture, $"a request that {rule.Id} (line {rule.Line}) decides"),
        (_, decision) => decision.DeterminingRules.Contains(rule.Id)));

    private static IEnumerable<CoverageGoal> Tiers(SharingPolicy policy)
    {
        foreach (PolicyTier tier in policy.Tiers)
        {
            yield return new($"tier {tier.Name} permits", $"a request of tier `{tier.Name}` that is permitted", (request, decision) => request.Tier == tier.Name && decision.Permitted);
            yield return new($"tier {tier.Name} refuses", $"a request of tier `{tier.Name}` that is refused", (request, decision) => request.Tier == tier.Name && !decision.Permitted);
        }
    }

    // The public tier serves any purpose, so a permit of it shows nothing of one.
    private static IEnumerable<CoverageGoal> Purposes(SharingPolicy policy)
    {
        foreach (string purpose in policy.Purposes.Keys)
        {
            yield return new(
                $"purpose {purpose} permits",
                $"a request for `{purpose}` that a rule permits",
                (request, decision) => request.Purpose == purpose && decision.Permitted && decision.DeterminingRules.All(id => policy.Rules.Any(rule => rule.Id == id)));
            yield return new(
                $"purpose {purpose} not permitted",
                $"a request for `{purpose}` that no rule permits",
                (request, decision) => request.Purpose == purpose && decision.Kind == DecisionKind.ImplicitRefusal);
        }
    }

    private static IEnumerable<CoverageGoal> Conflicts(SharingPolicy policy)
    {
        foreach ((int index, PolicyConflict conflict) in policy.Conflicts.Index())
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"conflict {index + 1}");
            yield return new(
                $"{id} state",
                $"a refusal to a state of the conflict of {PolicyWords.List(conflict.States)}, by no actor",
                (request, decision) => Catches(conflict, request, decision) && conflict.States.Contains(request.Requester.State) && request.Requester.Actors.Count == 0);
            yield return new(
                $"{id} actor",
                $"a refusal to who is affiliated with {PolicyWords.List(conflict.Actors)}, of a state that is in no conflict",
                (request, decision) => Catches(conflict, request, decision)
                    && request.Requester.Actors.Any(conflict.Actors.Contains)
                    && !policy.Conflicts.Any(other => other.States.Contains(request.Requester.State)));
        }
    }

    private static bool Catches(PolicyConflict conflict, PolicyRequest request, Decision decision) =>
        decision.Kind == DecisionKind.ExplicitForbid && conflict.Since <= request.On;

    private static IEnumerable<CoverageGoal> Kinds() => Enum.GetValues<DecisionKind>().Select(kind => new CoverageGoal(
        $"kind {DecisionKinds.Code(kind)}",
        $"a decision of kind {DecisionKinds.Code(kind)}",
        (_, decision) => decision.Kind == kind));
}
