namespace Broker.Policy.Tests;

/// <summary>
/// Revisions of generated policies: a few edits each, of which some narrow, some widen and some change nothing but the
/// file. They are edited as objects, so one may break an order between tiers; comparing revisions does not need it.
/// </summary>
internal sealed class GeneratedRevisions(Dice dice)
{
    private static readonly string[] Purposes = ["early-warning", "council-briefing", "evaluation"];
    private static readonly string[] States = ["CAF", "FRA", "LUX", "RWA", "TCD"];
    private static readonly string[] Alerts = ["becomes-shown", "change"];

    private readonly GeneratedPolicies _policies = new(dice);

    /// <summary>A policy with something in every field.</summary>
    internal SharingPolicy First()
    {
        SharingPolicy policy = _policies.Policy();
        return Copy(policy, tiers: [.. policy.Tiers.Select(t => Enumerable.Range(0, 9).Aggregate(t, (tier, _) => Edit(policy, tier)))]);
    }

    /// <summary>The policy with one to three edits.</summary>
    internal SharingPolicy After(SharingPolicy policy) =>
        Enumerable.Range(0, 1 + dice.Below(3)).Aggregate(policy, (p, _) => Edit(p));

    /// <summary>The policy with other rules, which no reader looked at.</summary>
    internal static SharingPolicy With(SharingPolicy policy, IReadOnlyList<PolicyRule> rules) => Copy(policy, rules: rules);

    internal RecordCaveats Caveats(SharingPolicy policy) => new(
        dice.OneIn(2) ? policy.Tiers[0].Name : dice.Of(policy.Tiers).Name,
        dice.OneIn(3) ? [.. dice.Some(Purposes, 1).Order(StringComparer.Ordinal)] : [],
        dice.OneIn(3) ? [dice.OneIn(2) ? dice.Of(States) : dice.Of([.. policy.Audiences.Keys])] : [],
        EmbargoUntil: null,
        RetentionDays: null,
        NoNarrative: false);

    private SharingPolicy Edit(SharingPolicy policy) => dice.Below(9) switch
    {
        0 or 1 or 2 => Copy(policy, tiers: Replace(policy.Tiers, t => Edit(policy, t))),
        3 or 4 => WithAudience(policy, Edit(policy.Audiences[dice.Of(policy.Tiers).Audience])),
        5 => Copy(policy, conflicts: Edit(policy.Conflicts)),
        6 when policy.Rules.Count > 1 => Copy(policy, rules: Edit(policy.Rules)),
        7 => Copy(policy, cap: policy.OrganisationCap + Step(), rho: new YearlyRho(2 + dice.Below(2), 3)),
        _ => Copy(policy, tiers: dice.OneIn(2) && policy.Tiers.Count > 1 ? [.. policy.Tiers.Skip(1)] : [.. dice.Some(policy.Tiers, policy.Tiers.Count)]),
    };

    private PolicyTier Edit(SharingPolicy policy, PolicyTier tier)
    {
        bool isPublic = policy.Audiences[tier.Audience].Anyone;
        return dice.Below(9) switch
        {
            0 => tier with { NoiseMultiple = Math.Max(1, tier.NoiseMultiple + Step()) },
            1 => tier with { SourceThreshold = Math.Max(3, tier.SourceThreshold + Step()) },
            2 => tier with { OrganisationThreshold = Math.Max(2, tier.OrganisationThreshold + Step()) },
            3 => tier with { RoundTo = dice.Of([1, 2, 4, 6]) },
            4 => tier with { Delay = TimeSpan.FromDays(dice.Below(4)) },
            5 => tier with { Tables = dice.Some(PolicyVocabulary.Tables, 5) },
            6 => tier with { Narrative = dice.Of(["never", "approved"]) },
            7 => isPublic ? tier : tier with { Onward = dice.Of(["none", "to-permanent-members"]), Marking = dice.Of(["TLP:GREEN", "TLP:AMBER", "TLP:RED"]) },
            _ => tier with { Alerts = dice.Some(Alerts, 0) },
        };
    }

    private PolicyAudience Edit(PolicyAudience audience) => dice.Below(4) switch
    {
        0 when !audience.Anyone => audience with { Role = dice.Of([null, "delegate", "analyst"]) },
        1 when audience.Organisations.Count > 0 => audience with { Organisations = dice.Some(["ngo-b", "network-c", "university-a"], 1) },
        2 when audience.States.Count > 0 => audience with { States = dice.Some(audience.States, 1) },
        3 when audience.States.Count > 0 => audience with { States = Replace(audience.States, s => s with { First = dice.Of([DateOnly.MinValue, new DateOnly(2013, 5, 1)]), Last = new DateOnly(2013 + dice.Below(2), 12, 31) }) },
        _ => audience,
    };

    private List<PolicyConflict> Edit(IReadOnlyList<PolicyConflict> conflicts) => dice.Below(4) switch
    {
        0 => [.. conflicts, new PolicyConflict([dice.Of(States)], ["mpc"], new DateOnly(2013, 7, 1))],
        1 when conflicts.Count > 0 => Replace(conflicts, c => c with { Since = c.Since.AddMonths(Step()) }),
        2 when conflicts.Count > 0 => Replace(conflicts, c => c with { Actors = dice.Some(["fprc", "anti-balaka", "mpc"], 1) }),
        _ => [.. dice.Some(conflicts, Math.Max(0, conflicts.Count - 1))],
    };

    private List<PolicyRule> Edit(IReadOnlyList<PolicyRule> rules) => dice.Below(4) switch
    {
        0 => [.. dice.Some(rules, rules.Count - 1)],
        1 => [.. rules, dice.Of(rules)],
        2 => [.. rules, new PolicyRule("rule-new", IsForbid: true, dice.Of(rules).Tiers, [], new RequesterCondition(RequesterConditionKind.States, [dice.Of(States)]), "it was agreed so", 1)],
        _ => Replace(rules, r => r.Purposes.Count == 0 ? r : r with { Purposes = dice.Some(r.Purposes, 1) }),
    };

    // Two steps up for each one down where up is narrower for most fields.
    private int Step() => dice.OneIn(3) ? -1 : 1;

    private List<T> Replace<T>(IReadOnlyList<T> items, Func<T, T> edit)
    {
        int at = dice.Below(items.Count);
        return [.. items.Select((item, i) => i == at ? edit(item) : item)];
    }

    private static SharingPolicy WithAudience(SharingPolicy policy, PolicyAudience audience) =>
        Copy(policy, audiences: policy.Audiences.ToDictionary(a => a.Key, a => a.Key == audience.Name ? audience : a.Value, StringComparer.Ordinal));

    private static SharingPolicy Copy(
        SharingPolicy p,
        IReadOnlyList<PolicyTier>? tiers = null,
        IReadOnlyDictionary<string, PolicyAudience>? audiences = null,
        IReadOnlyList<PolicyConflict>? conflicts = null,
        IReadOnlyList<PolicyRule>? rules = null,
        int? cap = null,
        YearlyRho? rho = null)
    {
        HashSet<string> names = [.. (tiers ?? p.Tiers).Select(t => t.Name)];
        return new SharingPolicy
        {
            Name = p.Name, Revision = p.Revision, Country = p.Country, ReviewBy = p.ReviewBy, Community = p.Community, Purposes = p.Purposes,
            Audiences = audiences ?? p.Audiences, Conflicts = conflicts ?? p.Conflicts, Tiers = tiers ?? p.Tiers,
            OrganisationCap = cap ?? p.OrganisationCap, YearlyRho = rho ?? p.YearlyRho, HardFloor = p.HardFloor, Custody = p.Custody,
            Rules = [.. (rules ?? p.Rules).Select(r => r with { Tiers = [.. r.Tiers.Where(names.Contains)] })],
        };
    }
}
