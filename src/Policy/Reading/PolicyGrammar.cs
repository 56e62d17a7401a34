namespace Broker.Policy.Reading;

/// <summary>The grammar of a sharing policy file.</summary>
internal static class PolicyGrammar
{
    internal static readonly Grammar File = new("sharing-policy", "a sharing policy", "A sharing policy: who may get what about one country, and for which purpose.",
    [
        GrammarKey.Required("sharing-policy", Values.Name, "The policy's name."),
        GrammarKey.Required("country", Values.State, "The country that the records are about, as three letters of ISO 3166-1."),
        GrammarKey.Required("review-by", Values.Date, "The last day on which the policy permits anything."),
        GrammarKey.Required("community", Values.Text, "What TLP:GREEN means here, in a line."),
        GrammarKey.Required("purposes", new NamedValue(Values.Text, PolicyLimits.Purposes), "What releases may be used for: a name and, in a line, what it means."),
        GrammarKey.Required("audiences", new NamedValue(new MappingValue(AudienceGrammar.Audience), PolicyLimits.Audiences), "Who may ask."),
        GrammarKey.Required("conflicts", new ListValue(new MappingValue(AudienceGrammar.Conflict), PolicyLimits.Conflicts, MayBeEmpty: true), "Who is alleged to perpetrate. They get nothing beyond the public tier. Write [] for none."),
        GrammarKey.Required("tiers", new NamedValue(new MappingValue(TierGrammar.Tier), PolicyLimits.Tiers), "Who gets what, from the most open to the most closed."),
        GrammarKey.Required("organisation-cap", Values.Whole(1, new GrammarFloor(1, PolicyFloors.OrganisationCap, PolicyCodes.FloorOrganisationCap, "one organisation may add at most 100 sources to a cell")),
            "Most sources that one organisation adds to a cell."),
        GrammarKey.Required("yearly-rho", Values.Rho, "What one source may cost a year, over everything that leaves: a decimal of at most six places."),
        GrammarKey.Required("rules", new ListValue(Values.Either(new MappingValue(RuleGrammar.Permit), new MappingValue(RuleGrammar.Forbid)), PolicyLimits.Rules, MayBeEmpty: true), "Permits and forbids. What is not permitted is refused; a forbid beats every permit."),
        GrammarKey.Optional("custody", new MappingValue(CustodyGrammar.Custody), "Who must agree before custody is opened. Left out, it never is."),
        GrammarKey.Optional("hard-floor", Values.Whole(1), "No number leaves behind which fewer sources stand; only where an agreement asks for it."),
    ]);
}
