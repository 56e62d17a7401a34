namespace Broker.Policy.Reading;

/// <summary>The grammar of who must agree before custody is opened.</summary>
internal static class CustodyGrammar
{
    internal static readonly Grammar Quorum = new("quorum", "a quorum", "How many of each group must agree.",
    [
        GrammarKey.Required("operators", Seats("operators"), "Operators who must agree."),
        GrammarKey.Required("auditors", Seats("auditors"), "Auditors who must agree."),
        GrammarKey.Required("depositor", Seats("depositor"), "Depositors who must agree."),
    ]);

    internal static readonly Grammar OpenSource = new("open-source", "open-source", "When the identity of a source may be opened.",
    [
        GrammarKey.Required("quorum", new MappingValue(Quorum), "How many of each group must agree."),
        GrammarKey.Required("motive", Values.Word("required"), "A motive is always written down. Write required."),
    ]);

    internal static readonly Grammar Custody = new("custody", "custody", "Who must agree before custody is opened. Left out, it never is.",
    [
        GrammarKey.Required("open-source", new MappingValue(OpenSource), "When the identity of a source may be opened."),
    ]);

    private static GrammarValue Seats(string group) =>
        Values.Whole(0, new GrammarFloor(PolicyFloors.CustodySeats, PolicyLimits.LargestNumber, PolicyCodes.FloorCustody, $"a quorum needs at least one of `{group}`"));
}
