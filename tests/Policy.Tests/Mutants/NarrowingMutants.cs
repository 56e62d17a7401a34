namespace Broker.Policy.Tests.Mutants;

/// <summary>Mutants of the comparison of revisions.</summary>
internal static class NarrowingMutants
{
    private const string Policy = "PolicyNarrowing";
    private const string Budget = "BudgetNarrowing";
    private const string Tier = "TierNarrowing";
    private const string Reach = "ReachNarrowing";
    private const string Rule = "RuleNarrowing";

    internal static IReadOnlyList<SourceMutant> All { get; } = [.. OfPolicy(), .. OfBudget(), .. OfShown(), .. OfReached(), .. OfRules()];

    private static SourceMutant[] OfPolicy() =>
    [
        new(Policy, "stratum > ofLater &&", "stratum > 0 &&", "the later revision's caveats do not hold"),
        new(Policy, ">= ofEarlier", ">= 0", "the earlier revision's caveats do not hold"),
        new(Policy, ">= ofEarlier", "> ofEarlier", "a record loses the stratum that it had"),
        new(Policy, "&& IsNoWider(later, earlier, tier)", "", "a wider tier opens old records"),
        new(Policy, "stratum < later.Tiers.Count ? stratum : null", "stratum", "no record stays sealed"),
        new(Policy, "BudgetNarrowing.Widenings(later, earlier)", "Enumerable.Empty<PolicyWidening>()", "budgets are not compared"),
        new(Policy, ".Concat(TierNarrowing.Widenings(later, now, earlier, then))", "", "what a tier shows is not compared"),
        new(Policy, ".Concat(ReachNarrowing.Widenings(later, later.Tiers[now], earlier, earlier.Tiers[then]))", "", "whom a tier reaches is not compared"),
        new(Policy, ".Concat(RuleNarrowing.Widenings(later, now, earlier, then))", "", "rules are not compared"),
        new(Policy, "now < 0\n", "then < 0\n", "a new tier is told as one that is gone"),
    ];

    private static SourceMutant[] OfBudget() =>
    [
        new(Budget, "later.Country != earlier.Country", "later.Country.Length != earlier.Country.Length", "another country's policy is no wider"),
        new(Budget, "later.HardFloor > 0 == earlier.HardFloor > 0 && ", "", "a hard floor is no wider than none"),
        new(Budget, "later.HardFloor >= earlier.HardFloor", "later.HardFloor <= earlier.HardFloor", "a lower floor is no wider"),
        new(Budget, "later.OrganisationCap > earlier.OrganisationCap", "later.OrganisationCap < earlier.OrganisationCap", "a larger cap is no wider"),
        new(Budget, "<= (Int128)earlier", ">= (Int128)earlier", "a larger budget is no wider"),
        new(Budget, "(Int128)later.Numerator * earlier.Denominator", "(Int128)later.Numerator * later.Denominator", "budgets are compared by their parts"),
    ];

    private static SourceMutant[] OfShown() =>
    [
        new(Tier, "if (now.NoiseMultiple < then.NoiseMultiple)", "if (now.NoiseMultiple < 0)", "less noise of its own is no wider"),
        new(Tier, "if (now.NoiseMultiple < then.NoiseMultiple)", "if (now.NoiseMultiple <= then.NoiseMultiple)", "the same noise is wider"),
        new(Tier, "factor < before && ", "false && ", "fewer strata are no wider"),
        new(Tier, " && later < earlier", "", "less noise of its own is told as fewer strata"),
        new(Tier, "Math.Max(earlier + 1,", "Math.Max(earlier,", "a tier summed a stratum less"),
        new(Tier, "later.SourceThreshold < earlier.SourceThreshold || ", "", "a lower threshold of sources is no wider"),
        new(Tier, " || later.OrganisationThreshold < earlier.OrganisationThreshold", "", "a lower threshold of organisations is no wider"),
        new(Tier, "later.RoundTo % earlier.RoundTo != 0", "later.RoundTo < earlier.RoundTo", "a step that is no multiple is no wider"),
        new(Tier, "later.RoundTo % earlier.RoundTo != 0", "earlier.RoundTo % later.RoundTo != 0", "a finer step is no wider"),
        new(Tier, "later.Delay < earlier.Delay", "later.Delay > earlier.Delay", "sooner is no wider"),
        new(Tier, "later.Tables, earlier.Tables", "earlier.Tables, later.Tables", "more tables are no wider"),
        new(Tier, "later.Alerts, earlier.Alerts", "earlier.Alerts, later.Alerts", "more alerts are no wider"),
        new(Tier, "later.All(earlier.Contains)", "later.Count <= earlier.Count", "other tables are no wider"),
        new(Tier, "later.Narrative != PolicyVocabulary.NarrativeNever && ", "", "narrative that is gone is wider"),
        new(Tier, "later.Narrative != earlier.Narrative", "later.Narrative == earlier.Narrative", "narrative where there was none is no wider"),
    ];

    private static SourceMutant[] OfReached() =>
    [
        new(Reach, "earlier.Anyone ? null : ", "true ? null : ", "anyone is no wider than a few"),
        new(Reach, "earlier.Anyone ? null : ", "later.Anyone ? null : ", "a few are wider than anyone"),
        new(Reach, "earlier.Role is not null && ", "", "a role that is asked for anew is wider"),
        new(Reach, "later.Role != earlier.Role", "later.Role is null", "another role is no wider"),
        new(Reach, "e.State == s.State && ", "", "another state is no wider"),
        new(Reach, "e.First <= s.First", "true", "a term that begins earlier is no wider"),
        new(Reach, "s.Last <= e.Last", "true", "a term that ends later is no wider"),
        new(Reach, "!earlier.Organisations.Contains(o)", "o.Length == 0", "another organisation is no wider"),
        new(Reach, "gained.Length > 0", "gained.Length > 1", "one member more is no wider"),
        new(Reach, "later == PolicyVocabulary.OnwardNone", "earlier == PolicyVocabulary.OnwardNone", "passing on what was not is no wider"),
        new(Reach, "later == earlier ||", "", "what was passed on may not be any more"),
        new(Reach, "earlier == PolicyVocabulary.OnwardAnyone", "false", "passing on what was public is wider"),
        new(Reach, ">= Strictness(then.Marking)", "> Strictness(then.Marking)", "the same marking is wider"),
        new(Reach, "Strictness(now.Marking) >= Strictness(then.Marking)", "true", "a laxer marking is no wider"),
        new(Reach, "now.Marking != \"TLP:GREEN\" || ", "", "a stricter marking than green is wider"),
        new(Reach, "later.Community == earlier.Community", "true", "another community is no wider"),
    ];

    private static SourceMutant[] OfRules() =>
    [
        new(Rule, "earlier.Reaches[then].IsPublic || ", "", "a purpose for what was public is wider"),
        new(Rule, "!earlier.Reaches[then].Purposes.Contains(p) || ", "earlier.Purposes.ContainsKey(p) && ", "another purpose is no wider"),
        new(Rule, " || later.Purposes[p] != earlier.Purposes[p]", "", "another meaning of a purpose is no wider"),
        new(Rule, "FirstOrDefault(old => !later.Conflicts.Any(c", "FirstOrDefault(old => !later.Conflicts.All(c", "a conflict more is wider"),
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
