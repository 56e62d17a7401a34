namespace Broker.Policy.Reading;

/// <summary>The grammar of a tier: who may get what.</summary>
internal static class TierGrammar
{
    internal static readonly WordValue AllTables = new(["all"]);
    internal static readonly ListValue Tables = new(new WordValue(PolicyVocabulary.Tables), PolicyLimits.ListItems);

    internal static readonly Grammar Threshold = new("threshold", "a threshold", "The fewest that stand behind what is shown.",
    [
        GrammarKey.Required("sources", Values.Whole(0, new GrammarFloor(PolicyFloors.Sources, PolicyLimits.LargestNumber, PolicyCodes.FloorSources, "a threshold of sources is at least 3")),
            "Fewest sources behind a number that is shown."),
        GrammarKey.Required("organisations", Values.Whole(0, new GrammarFloor(PolicyFloors.Organisations, PolicyLimits.LargestNumber, PolicyCodes.FloorOrganisations, "a threshold of organisations is at least 2")),
            "Fewest organisations behind an area that is shown."),
    ]);

    internal static readonly Grammar Tier = new("tier", "a tier", "Who may get what.",
    [
        GrammarKey.Required("audience", Values.Name, "The one audience of the tier's releases."),
        GrammarKey.Required("marking", new WordValue(PolicyVocabulary.Markings), "The TLP 2.0 label. TLP:CLEAR is for the tier of anyone, and for no other."),
        GrammarKey.Required("tables", Values.Either(AllTables, Tables), "What is seen: weekly flash, four-week final. A leaf is an area and a category."),
        GrammarKey.Required("noise", Values.Whole(1), "Variance, as a multiple of the most closed tier's, which has 1."),
        GrammarKey.Required("threshold", new MappingValue(Threshold), "The fewest that stand behind what is shown."),
        GrammarKey.Required("narrative", Values.Word(PolicyVocabulary.NarrativeNever, PolicyVocabulary.NarrativeApproved), "Whether text leaves that its depositor approved."),
        GrammarKey.Optional("round-to", Values.Whole(1), "Published numbers are multiples of this; left out, 1."),
        GrammarKey.Optional("delay", Values.Days, "Days until publication, as 28d, at most 3650d; left out, none."),
        GrammarKey.Optional("onward", Values.Word(PolicyVocabulary.OnwardNone, PolicyVocabulary.OnwardPermanentMembers), "To whom the audience may pass it on; permanent members then count as members of it."),
        GrammarKey.Optional("alerts", new ListValue(Values.Word("becomes-shown", "change"), PolicyLimits.ListItems, MayBeEmpty: true), "What the tier's finals tell of change."),
    ]);
}
