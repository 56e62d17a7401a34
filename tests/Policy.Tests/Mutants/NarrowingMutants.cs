namespace Broker.Policy.Tests.Mutants;

/// <summary>Mutants of the comparison of revisions.</summary>
internal static class NarrowingMutants
{
    private const string Policy = "PolicyNarrowing";
    private const string Tier = "TierNarrowing";
    private const string Rule = "RuleNarrowing";

    internal static IReadOnlyList<SourceMutant> All { get; } = [.. OfPolicy(), .. OfShown(), .. OfReached(), .. OfRules()];

    private static SourceMutant[] OfPolicy() =>
    [
        new(Policy, "later.Country == earlier.Country", "later.Country != string.Empty", "another country's policy is no wider"),
        new(Policy, "later.HardFloor > 0 == earlier.HardFloor > 0 && ", "", "a hard floor is no wider than none"),
        new(Policy, "later.HardFloor >= earlier.HardFloor", "later.HardFloor <= earlier.HardFloor", "a lower floor is no wider"),
        new(Policy, "later.OrganisationCap <= earlier.OrganisationCap", "later.OrganisationCap >= earlier.OrganisationCap", "a larger cap is no wider"),
        new(Policy, "<= (Int128)earlier", ">= (Int128)earlier", "a larger budget is no wider"),
        new(Policy, "later.YearlyRho.Numerator * earlier.YearlyRho.Denominator", "later.YearlyRho.Numerator * later.YearlyRho.Denominator", "budgets are compared by their parts"),
        new(Policy, "stratum > ofLater &&", "stratum > 0 &&", "the later revision's caveats do not hold"),
        new(Policy, ">= ofEarlier", ">= 0", "the earlier revision's caveats do not hold"),
        new(Policy, ">= ofEarlier", "> ofEarlier", "a record loses the stratum that it had"),
        new(Policy, "&& IsNoWider(later, earlier, tier)", "", "a wider tier opens old records"),
        new(Policy, "stratum < later.Tiers.Count ? stratum : null", "stratum", "no record stays sealed"),
    ];

    private static SourceMutant[] OfShown() =>
    [
        new(Tier, "now.NoiseMultiple >= then.NoiseMultiple", "true", "less noise of its own is no wider"),
        new(Tier, "Math.Max(later + 1, now.NoiseMultiple) >= Math.Max(earlier + 1, then.NoiseMultiple)", "true", "fewer strata are no wider"),
        new(Tier, "later.SourceThreshold >= earlier.SourceThreshold", "true", "a lower threshold of sources is no wider"),
        new(Tier, "later.OrganisationThreshold >= earlier.OrganisationThreshold", "true", "a lower threshold of organisations is no wider"),
        new(Tier, "later.RoundTo % earlier.RoundTo == 0", "later.RoundTo >= earlier.RoundTo", "a step that is no multiple is no wider"),
        new(Tier, "later.RoundTo % earlier.RoundTo == 0", "earlier.RoundTo % later.RoundTo == 0", "a finer step is no wider"),
        new(Tier, "later.Delay >= earlier.Delay", "true", "sooner is no wider"),
        new(Tier, "later.Tables.All(earlier.Tables.Contains)", "later.Tables.Count <= earlier.Tables.Count", "other tables are no wider"),
        new(Tier, "later.Alerts.All(earlier.Alerts.Contains)", "later.Alerts.Count <= earlier.Alerts.Count", "other alerts are no wider"),
        new(Tier, "later.Narrative == PolicyVocabulary.NarrativeNever", "earlier.Narrative == PolicyVocabulary.NarrativeNever", "narrative where there was none is no wider"),
        new(Tier, "earlier.Narrative == PolicyVocabulary.NarrativeApproved", "later.Narrative != \"\"", "narrative is no wider than none"),
    ];

    private static SourceMutant[] OfReached() =>
    [
        new(Tier, "return earlier.Anyone;", "return true;", "anyone is no wider than a few"),
        new(Tier, "return earlier.Anyone;", "return later.Anyone;", "a few are wider than anyone"),
        new(Tier, "earlier.Role is null || ", "", "a role that is asked for anew is wider"),
        new(Tier, "later.Role == earlier.Role", "later.Role is not null", "another role is no wider"),
        new(Tier, "e.State == s.State && ", "", "another state is no wider"),
        new(Tier, "e.First <= s.First", "true", "a term that begins earlier is no wider"),
        new(Tier, "s.Last <= e.Last", "true", "a term that ends later is no wider"),
        new(Tier, "later.Organisations.All(earlier.Organisations.Contains)", "true", "another organisation is no wider"),
        new(Tier, "later == PolicyVocabulary.OnwardNone", "earlier == PolicyVocabulary.OnwardNone", "passing on what was not is no wider"),
        new(Tier, "later == earlier ||", "", "what was passed on may not be any more"),
        new(Tier, "earlier == PolicyVocabulary.OnwardAnyone", "false", "passing on what was public is wider"),
        new(Tier, ">= Strictness(then.Marking)", "> Strictness(then.Marking)", "the same marking is wider"),
        new(Tier, "Strictness(now.Marking) >= Strictness(then.Marking)", "true", "a laxer marking is no wider"),
        new(Tier, "now.Marking != \"TLP:GREEN\" || ", "", "a stricter marking than green is wider"),
        new(Tier, "later.Community == earlier.Community", "true", "another community is no wider"),
    ];

    private static SourceMutant[] OfRules() =>
    [
        new(Rule, "return reached.IsPublic\n            || ", "return ", "a purpose for what was public is wider"),
        new(Rule, "reached.Purposes.Contains(p) && ", "", "another purpose is no wider"),
        new(Rule, "later.Purposes[p] == earlier.Purposes[p]", "true", "another meaning of a purpose is no wider"),
        new(Rule, "earlier.Conflicts.All(old", "earlier.Conflicts.Take(0).All(old", "a conflict that is gone is no wider"),
        new(Rule, "later.Conflicts.Any(c", "later.Conflicts.All(c", "a conflict more is wider"),
        new(Rule, "conflict.Since <= old.Since", "conflict.Since >= old.Since", "a conflict that begins later is no wider"),
        new(Rule, "old.States.All(conflict.States.Contains)", "true", "a conflict without its state is no wider"),
        new(Rule, "old.Actors.All(conflict.Actors.Contains)", "true", "a conflict without its actors is no wider"),
        new(Rule, "r.Tiers.Contains(laterTier)", "r.Tiers.Count > 0", "a forbid of another tier does as well"),
        new(Rule, "r.Tiers.Contains(earlierTier)", "r.Tiers.Count > 0", "a forbid of another tier must stay"),
        new(Rule, "bearing.Count == 0\n", "false\n", "a forbid of a purpose that is not served must stay"),
        new(Rule, "bearing.All(p => Speaks(f, p)) && ", "", "a forbid of another purpose does as well"),
        new(Rule, "bearing.All(p => Speaks(f, p))", "bearing.Any(p => Speaks(f, p))", "a forbid of one of the purposes does as well"),
        new(Rule, " && IsCaughtBy(old.Condition!, f.Condition!)", "", "a forbid of somebody else does as well"),
        new(Rule, "forbid.Purposes.Count == 0 || ", "", "a forbid of every purpose speaks of none"),
        new(Rule, "condition.Kind == RequesterConditionKind.Anyone\n        || ", "", "a forbid for anyone is narrower than one for some"),
        new(Rule, "condition.Kind == old.Kind && ", "", "an actor of the same name does for an organisation"),
        new(Rule, "old.Values.All(condition.Values.Contains)", "true", "a forbid of fewer is no wider"),
    ];
}
