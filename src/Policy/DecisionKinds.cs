namespace Broker.Policy;

/// <summary>The closed text codes of <see cref="DecisionKind"/>, and each in words.</summary>
public static class DecisionKinds
{
    private static readonly (DecisionKind Kind, string Code, string Words)[] Table =
    [
        (DecisionKind.EvaluationError, "evaluation-error", "implicit: a fact of the request is not well formed"),
        (DecisionKind.Lapsed, "lapsed", "implicit: the policy is past its review date"),
        (DecisionKind.UnknownTier, "unknown-tier", "implicit: the policy has no such tier"),
        (DecisionKind.ExplicitForbid, "explicit-forbid", "explicit: a forbid speaks of it"),
        (DecisionKind.UnknownPurpose, "unknown-purpose", "implicit: the policy has no such purpose"),
        (DecisionKind.NotInAudience, "not-in-audience", "implicit: the requester is not in the tier's audience"),
        (DecisionKind.ImplicitRefusal, "implicit-refusal", "implicit: no rule permits it"),
        (DecisionKind.ExplicitPermit, "explicit-permit", "explicit: a rule, or an audience of anyone, permits it"),
    ];

    /// <summary>Every code, in the order of <see cref="DecisionKind"/>.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Table.Select(row => row.Code)];

    /// <summary>The code of a kind: kebab-case, stable across versions.</summary>
    public static string Code(DecisionKind kind) => Table[(int)kind].Code;

    /// <summary>The kind in words: whether something in the policy said so, or nothing did.</summary>
    public static string Words(DecisionKind kind) => Table[(int)kind].Words;

    /// <summary>Whether a rule or an audience said so, and not the lack of one.</summary>
    public static bool IsExplicit(DecisionKind kind) => kind is DecisionKind.ExplicitForbid or DecisionKind.ExplicitPermit;

    internal static DecisionKind? Of(string? code) => Table.Where(row => row.Code == code).Select(row => (DecisionKind?)row.Kind).FirstOrDefault();
}
