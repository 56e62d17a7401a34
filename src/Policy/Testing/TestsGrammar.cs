using Broker.Policy.Reading;

namespace Broker.Policy.Testing;

/// <summary>The grammar of the tests beside a policy.</summary>
internal static class TestsGrammar
{
    internal const string Sealed = "sealed";
    internal const string Permit = "permit";
    internal const string NarrativeAllowed = "allowed";

    private static readonly ListValue States = new(Values.State, PolicyLimits.ListItems, MayBeEmpty: true);
    private static readonly ListValue Names = new(Values.Name, PolicyLimits.ListItems, MayBeEmpty: true);

    internal static readonly Grammar Requester = new("requester", "a requester", "Who asks. What is left out is a fact that the requester does not have.",
    [
        GrammarKey.Optional("state", Values.State, "The state that the requester acts for."),
        GrammarKey.Optional("organisation", Values.Name, "The organisation that the requester acts for."),
        GrammarKey.Optional("role", Values.Name, "The role of the account."),
        GrammarKey.Optional("actors", Names, "Armed actors that the requester is affiliated with."),
    ]);

    internal static readonly Grammar Decision = new("decision-test", "a test of a decision", "A request and the decision that is expected.",
    [
        GrammarKey.Required("name", Values.Text, "The test's name; no two are alike."),
        GrammarKey.Required("requester", new MappingValue(Requester), "Who asks."),
        GrammarKey.Required("tier", Values.Name, "The tier that is asked for."),
        GrammarKey.Required("purpose", Values.Name, "The purpose that is named."),
        GrammarKey.Required("on", Values.Date, "The day of the request."),
        GrammarKey.Required("expect", Values.Word(Permit, "refuse"), "The answer."),
        GrammarKey.Optional("kind", new WordValue(DecisionKinds.Codes), "The kind of decision. Needed where a name is used that the policy does not have."),
        GrammarKey.Optional("by", new ListValue(Values.Name, PolicyLimits.Rules, MayBeEmpty: true), "The rules that decide, all of them."),
        GrammarKey.Optional("missing", new ListValue(Values.Word("state", "organisation", "role"), PolicyLimits.ListItems, MayBeEmpty: true), "The facts that the tier's audience asks for and the requester does not have, all of them."),
        GrammarKey.Optional("because", Values.Text, "A part of the sentence that the requester reads."),
    ]);

    internal static readonly Grammar Caveats = new("caveats", "caveats", "What a depositor allows. What is left out is not restricted.",
    [
        GrammarKey.Required("highest-tier", Values.Name, "The most open tier that the record may enter."),
        GrammarKey.Optional("purposes", Names, "The purposes that it may serve."),
        GrammarKey.Optional("never-to", new ListValue(Values.Either(Values.State, Values.Name), PolicyLimits.ListItems, MayBeEmpty: true), "States, organisations and audiences that never get it."),
        GrammarKey.Optional("embargo", Values.Date, "The first day on which it may enter a release."),
        GrammarKey.Optional("narrative", Values.Word(NarrativeAllowed, PolicyVocabulary.NarrativeNever), "Whether an approved narrative may leave."),
    ]);

    internal static readonly Grammar Stratum = new("stratum-test", "a test of a stratum", "A record's caveats and the tier with which it begins to count.",
    [
        GrammarKey.Required("name", Values.Text, "The test's name; no two are alike."),
        GrammarKey.Required("caveats", new MappingValue(Caveats), "The record's caveats."),
        GrammarKey.Required("on", Values.Date, "The day of measuring."),
        GrammarKey.Required("expect", Values.Name, "The most open tier in which the record counts, or sealed."),
    ]);

    internal static readonly Grammar Bound = new("audience-bound", "a bound of a tier", "Who may be permitted the tier at most. It is proved over every request.",
    [
        GrammarKey.Optional("states", States, "The states."),
        GrammarKey.Optional("organisations", Names, "The organisations."),
        GrammarKey.Optional("role", Values.Name, "The role that each of them must hold."),
    ])
    {
        AtLeastOne = ["states", "organisations"],
    };

    internal static readonly Grammar File = new("sharing-policy-tests", "a file of tests", "Tests beside a sharing policy.",
    [
        GrammarKey.Required("sharing-policy-tests", Values.Name, "The name of the policy that is tested."),
        GrammarKey.Optional("decisions", new ListValue(new MappingValue(Decision), PolicyLimits.Tests), "Requests and the decisions that are expected."),
        GrammarKey.Optional("strata", new ListValue(new MappingValue(Stratum), PolicyLimits.Tests), "Caveats of records and where they are expected to count."),
        GrammarKey.Optional("audiences-at-most", new NamedValue(new MappingValue(Bound), PolicyLimits.Tiers), "By tier, who may be permitted it at most."),
    ]);
}
