namespace Broker.Policy.Reading;

/// <summary>The grammar of who may ask, and of who is kept out.</summary>
internal static class AudienceGrammar
{
    internal static readonly WholeValue Seats = new(1, PolicyLimits.LargestNumber);

    internal static readonly Grammar Audience = new("audience", "an audience", "Who may ask. All members get the same release.",
    [
        GrammarKey.Optional("anyone", Values.Word("true"), "Everybody, a conflict state too. Write true."),
        GrammarKey.Optional("states", Values.List(Values.State), "States, as three letters of ISO 3166-1."),
        GrammarKey.Optional("organisations", Values.List(Values.Name), "Organisations, by their names."),
        GrammarKey.Optional("role", Values.Name, "The role that the account must have.") with { Excludes = "anyone" },
        GrammarKey.Optional("terms", new ByStateValue(Values.Term), "First and last day on which a state is in the audience.") with { Needs = "states" },
        GrammarKey.Optional("seats", new NamedValue(Seats, PolicyLimits.ListItems), "How the audience was composed; for the record, never evaluated.") with { Needs = "organisations" },
    ])
    {
        ExactlyOne = ["anyone", "states", "organisations"],
    };

    internal static readonly Grammar Conflict = new("conflict", "a conflict", "States alleged to perpetrate, with their proxies and contingents. Declared by people, never derived from records.",
    [
        GrammarKey.Required("since", Values.Date, "The day from which they get nothing beyond the public tier."),
        GrammarKey.Optional("states", Values.List(Values.State), "States, as three letters of ISO 3166-1."),
        GrammarKey.Optional("actors", Values.List(Values.Name), "Armed actors, by the names that accounts carry."),
    ])
    {
        AtLeastOne = ["states", "actors"],
    };
}
