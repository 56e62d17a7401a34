using Broker.Policy;

namespace Broker.Silo.Grains;

/// <summary>What decided, as the facts of a decision have it: the first determining rule, or a closed word where nothing in the policy spoke.</summary>
internal static class DecisionRule
{
    public static string Of(Decision decision) => decision.DeterminingRules is [var rule, ..] ? rule : decision.Kind switch
    {
        DecisionKind.EvaluationError => "evaluation-error",
        DecisionKind.Lapsed => "lapsed",
        DecisionKind.UnknownTier => "unknown-tier",
        DecisionKind.UnknownPurpose => "unknown-purpose",
        DecisionKind.NotInAudience => "not-in-audience",
        DecisionKind.ImplicitRefusal => "implicit-refusal",
        _ => throw new InvalidOperationException("a decision of this kind has a determining rule"),
    };

    /// <summary>The determining rule among such words; null where nothing in the policy spoke.</summary>
    public static string? Named(string word) =>
        word.StartsWith("rule-", StringComparison.Ordinal) || word.StartsWith("audience-", StringComparison.Ordinal) ? word : null;
}
