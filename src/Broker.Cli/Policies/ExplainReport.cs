using System.Globalization;
using Broker.Policy;
using Broker.Policy.Explaining;
using Broker.Policy.Proof;

namespace Broker.Cli;

/// <summary><c>policy-explain/1</c>: one decision, laid out.</summary>
internal static class ExplainReport
{
    public static PolicyReport Of(string file, PolicyExplanation explanation, SharingPolicy policy)
    {
        var decision = explanation.Decision;
        var document = new
        {
            kind = "policy-explain/1",
            file,
            policy = policy.Name,
            revision = explanation.Revision,
            request = PolicyWire.Of(explanation.Request),
            permitted = decision.Permitted,
            decision = DecisionKinds.Code(decision.Kind),
            isExplicit = DecisionKinds.IsExplicit(decision.Kind),
            sentence = decision.Sentence,
            rules = explanation.Rules.Select(Wire),
            nearMisses = explanation.NearMisses.Select(miss => new { rule = Wire(miss.Rule), keptBy = miss.KeptBy, words = miss.Words }),
            missingFacts = decision.MissingFacts,
            illFormed = explanation.IllFormed,
        };
        return new PolicyReport([.. Lines(file, explanation)], document, null, decision.Permitted ? ExitCodes.Ok : ExitCodes.No);
    }

    private static IEnumerable<string> Lines(string file, PolicyExplanation explanation)
    {
        var decision = explanation.Decision;
        yield return decision.Sentence;
        yield return $"asked: {RequestWords.Of(explanation.Request)}";
        yield return $"kind: {DecisionKinds.Code(decision.Kind)} ({DecisionKinds.Words(decision.Kind)})";
        foreach (var rule in explanation.Rules)
        {
            yield return $"determined by {Words(file, rule)}{(rule.Because is { } because ? $"; because {because}" : string.Empty)}";
        }

        foreach (var miss in explanation.NearMisses)
        {
            yield return $"near miss: {Words(file, miss.Rule)}; kept by the {miss.KeptBy}: {miss.Words}";
        }

        foreach (var fact in decision.MissingFacts)
        {
            yield return $"missing: the requester has no {fact}, and the tier's audience asks for one";
        }

        foreach (var fact in explanation.IllFormed)
        {
            yield return $"not well formed: {fact}";
        }

        yield return $"revision: {explanation.Revision}";
    }

    private static string Words(string file, ExplainedRule rule) => rule.Line is { } line
        ? string.Create(CultureInfo.InvariantCulture, $"{rule.Id} ({file}:{line}), which {rule.Text}")
        : $"{rule.Id}: {rule.Text}";

    private static object Wire(ExplainedRule rule) => new { id = rule.Id, line = rule.Line, text = rule.Text, because = rule.Because };
}
