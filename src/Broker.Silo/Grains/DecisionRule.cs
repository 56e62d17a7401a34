using Broker.Policy;

namespace Broker.Silo.Grains;

/// <summary>What decided, as the facts of a decision have it: the first determining rule, or a closed word where nothing in the policy spoke.</summary>
internal static class DecisionRule
{
    public static string Of(Decision decision) => decision.DeterminingRules is [var rule, ..] ? rule
        : DecisionKinds.IsExplicit(decision.Kind) ? throw new InvalidOperationException("a decision of this kind has a determining rule")
        : DecisionKinds.Code(decision.Kind);

    /// <summary>The determining rule among such words; null where nothing in the policy spoke.</summary>
    public static string? Named(string word) =>
        word.StartsWith("rule-", StringComparison.Ordinal) || word.StartsWith("audience-", StringComparison.Ordinal) ? word : null;
}
