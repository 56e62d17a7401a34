namespace Broker.Policy.Reading;

/// <summary>The grammar of rules.</summary>
internal static class RuleGrammar
{
    internal static readonly WordValue Any = new(["any"]);
    internal static readonly WordValue Anyone = new(["anyone"]);
    internal static readonly ListValue Names = new(Values.Name, PolicyLimits.ListItems);

    internal static readonly Grammar Condition = new("condition", "a condition", "Whom a forbid keeps out: exactly one of these.",
    [
        GrammarKey.Optional("affiliated-with", Values.Word("conflicts"), "Whose state, or one of whose actors, is in a declared conflict that has begun."),
        GrammarKey.Optional("states", Values.List(Values.State), "Who acts for one of these states."),
        GrammarKey.Optional("organisations", Values.List(Values.Name), "Who acts for one of these organisations."),
        GrammarKey.Optional("actors", Values.List(Values.Name), "Who is affiliated with one of these armed actors."),
        GrammarKey.Optional("role", Values.Name, "Whose account has this role."),
    ])
    {
        ExactlyOne = ["affiliated-with", "states", "organisations", "actors", "role"],
    };

    internal static readonly Grammar Permit = new("permit", "a permit", "Lets a tier out, for purposes. What no rule permits is refused.",
    [
        GrammarKey.Required("permit", Values.Word("release"), "Write release."),
        GrammarKey.Required("to", NameOrNames, "A tier, or a list of tiers."),
        GrammarKey.Required("for", Names, "Purposes of this policy."),
        GrammarKey.Optional("because", Values.Reason, "Why, in a line without a full stop."),
    ]);

    internal static readonly Grammar Forbid = new("forbid", "a forbid", "Keeps somebody out. It beats every permit.",
    [
        GrammarKey.Required("forbid", Values.Either(Any, Values.Name, Names), "Every tier but the public one (any), a tier, or a list of tiers."),
        GrammarKey.Required("to", Values.Either(Anyone, new MappingValue(Condition)), "Whom it keeps out."),
        GrammarKey.Required("because", Values.Reason, "Why, in a line without a full stop. Who is refused reads it."),
        GrammarKey.Optional("for", Names, "Purposes of this policy; left out, every purpose."),
    ]);

    private static GrammarValue NameOrNames => Values.Either(Values.Name, Names);
}
