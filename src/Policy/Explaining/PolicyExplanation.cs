namespace Broker.Policy.Explaining;

/// <summary>
/// A decision laid out for an officer: what decided and where it stands in the file, what nearly did and the one thing that kept it, what was
/// missing. Only for an officer's own machine: it repeats facts of the request, which the broker's answers never do.
/// Specification: docs/specs/sharing-policy.md, "Tools".
/// </summary>
/// <param name="Request">The request.</param>
/// <param name="Decision">The decision of the evaluator that decides in the silo.</param>
/// <param name="Rules">The determining rules, in the file's order.</param>
/// <param name="NearMisses">The permits that one thing kept from deciding, in the file's order.</param>
/// <param name="IllFormed">Facts of the request that are not well formed: <c>state</c>, <c>organisation</c>, <c>role</c>, <c>actors</c>, <c>tier</c>, <c>purpose</c>.</param>
/// <param name="Revision">The revision that decided.</param>
public sealed record PolicyExplanation(
    PolicyRequest Request,
    Decision Decision,
    IReadOnlyList<ExplainedRule> Rules,
    IReadOnlyList<ExplainedNearMiss> NearMisses,
    IReadOnlyList<string> IllFormed,
    string Revision)
{
    /// <summary>Explains what the policy decides on a request.</summary>
    public static PolicyExplanation Of(CompiledPolicy policy, PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(request);
        Decision decision = policy.Evaluate(request);
        var nearMisses = new NearMissWords(policy.Policy, request, decision);
        return new PolicyExplanation(
            request,
            decision,
            [.. decision.DeterminingRules.Select(id => Explained(policy.Policy, id))],
            [.. decision.NearMisses.Select(id => nearMisses.Of(RuleOf(policy.Policy, id)!))],
            decision.Kind == DecisionKind.EvaluationError ? RequestFaults.Of(request) : [],
            policy.Policy.Revision);
    }

    private static ExplainedRule Explained(SharingPolicy policy, string id) => RuleOf(policy, id) is { } rule
        ? Explained(rule)
        : new ExplainedRule(id, null, "the tier's audience is anyone", null);

    internal static ExplainedRule Explained(PolicyRule rule) => new(rule.Id, rule.Line, RuleWords.Of(rule), rule.Because);

    private static PolicyRule? RuleOf(SharingPolicy policy, string id) => policy.Rules.FirstOrDefault(rule => rule.Id == id);
}
