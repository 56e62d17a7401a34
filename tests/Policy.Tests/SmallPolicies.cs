namespace Broker.Policy.Tests;

/// <summary>
/// Small policies as objects, over so few names that every request can be enumerated. Some are such as the reader refuses: a conflict that
/// no rule forbids, a closed tier that may be passed on to a state of a conflict.
/// </summary>
internal sealed class SmallPolicies(Dice dice)
{
    private static readonly string[] States = ["CAF", "FRA", "LUX"];
    private static readonly string[] Organisations = ["network-c", "ngo-b"];
    private static readonly string[] Roles = ["analyst", "delegate"];
    private static readonly string[] Actors = ["fprc", "mpc"];
    private static readonly string[] Purposes = ["early-warning", "evaluation"];
    private static readonly string[] Tiers = ["open", "middle", "inner"];

    internal SharingPolicy Policy()
    {
        string[] tiers = Tiers[..(2 + dice.Below(2))];
        bool hasPublic = !dice.OneIn(3);
        string[] closed = hasPublic ? tiers[1..] : tiers;
        string[] purposes = Purposes[..(1 + dice.Below(2))];
        List<PolicyRule> rules = [.. Enumerable.Range(1, 2 + dice.Below(4)).Select(n => Rule($"rule-{n}", tiers, closed, purposes))];
        if (dice.OneIn(2))
        {
            rules.Add(new PolicyRule($"rule-{rules.Count + 1}", IsForbid: true, closed, [], new(RequesterConditionKind.AffiliatedWithConflicts, []), "a conflict was declared", 1));
        }

        return new SharingPolicy
        {
            Name = "small", Revision = "0", Country = "CAF", ReviewBy = new DateOnly(2014, 6, 28 + dice.Below(2)), Community = "none to speak of",
            Purposes = purposes.ToDictionary(p => p, p => p, StringComparer.Ordinal),
            Audiences = tiers.Select((t, i) => Audience(t, hasPublic && i == 0)).ToDictionary(a => a.Name, StringComparer.Ordinal),
            Conflicts = [.. Enumerable.Range(0, dice.Below(3)).Select(_ => new PolicyConflict(dice.Some(States, 0), dice.Some(Actors, 0), new DateOnly(2014, 3, 1 + dice.Below(3))))],
            Tiers = [.. tiers.Select((t, i) => Tier(t, hasPublic && i == 0))],
            OrganisationCap = 10, YearlyRho = new YearlyRho(1, 1), Rules = rules, Custody = null,
        };
    }

    /// <summary>Every request over the names, each set of actors among them, on each day beside which something begins or ends.</summary>
    internal static IEnumerable<PolicyRequest> Requests(params SharingPolicy[] policies)
    {
        List<DateOnly> days = [.. policies.SelectMany(Boundaries).SelectMany(d => new[] { d.AddDays(-1), d, d.AddDays(1) }).Distinct()];
        return
            from state in States.Append("AUS").Append(null)
            from organisation in Organisations.Append("somebody-else").Append(null)
            from role in Roles.Append("visitor").Append(null)
            from own in Subsets([.. Actors, "someone"])
            let requester = new Requester(state, organisation, role, own)
            from tier in policies.SelectMany(policy => policy.Tiers).Select(tier => tier.Name).Append("nowhere").Distinct()
            from purpose in Purposes.Append("curiosity")
            from day in days
            select new PolicyRequest(requester, tier, purpose, day);
    }

    /// <summary>The policy with one more forbid, anywhere among its rules, which are numbered anew as the reader does.</summary>
    internal SharingPolicy WithForbid(SharingPolicy policy)
    {
        string[] closed = [.. policy.Tiers.Where(t => t.Onward != "anyone").Select(t => t.Name)];
        PolicyRule forbid = Forbid("rule-0", closed, [.. policy.Purposes.Keys]);
        int at = dice.Below(policy.Rules.Count + 1);
        PolicyRule[] rules = [.. policy.Rules.Take(at), forbid, .. policy.Rules.Skip(at)];
        return new SharingPolicy
        {
            Name = policy.Name, Revision = "1", Country = policy.Country, ReviewBy = policy.ReviewBy, Community = policy.Community, Purposes = policy.Purposes,
            Audiences = policy.Audiences, Conflicts = policy.Conflicts, Tiers = policy.Tiers, OrganisationCap = policy.OrganisationCap, YearlyRho = policy.YearlyRho,
            Custody = policy.Custody, Rules = [.. rules.Select((rule, i) => rule with { Id = $"rule-{i + 1}" })],
        };
    }

    /// <summary>One of <see cref="Requests"/>, or nearly: on a day of the month before or after the boundaries.</summary>
    internal PolicyRequest Request()
    {
        string? state = dice.OneIn(4) ? null : dice.Of(States), organisation = state is null || dice.OneIn(10) ? dice.Of(Organisations) : null;
        var requester = new Requester(state, organisation, dice.Of(Roles), dice.OneIn(2) ? [] : dice.Some(Actors, 1));
        return new PolicyRequest(requester, dice.Of(Tiers), dice.Of(Purposes), new DateOnly(2014, 2, 26).AddDays(dice.Below(8)));
    }

    internal RecordCaveats Caveats(SharingPolicy policy) => new(
        dice.OneIn(10) ? "nowhere" : dice.Of(policy.Tiers).Name,
        dice.OneIn(2) ? [] : [.. dice.Some(Purposes, 1).Order(StringComparer.Ordinal)],
        dice.OneIn(2) ? [] : [.. dice.Some([.. States, .. Organisations, .. policy.Audiences.Keys], 1).Take(2).Order(StringComparer.Ordinal)],
        dice.OneIn(2) ? null : new DateOnly(2014, 3, 1).AddDays(dice.Below(200)),
        dice.OneIn(2) ? null : 1 + dice.Below(400),
        dice.OneIn(2));

    private static IEnumerable<string[]> Subsets(string[] names) =>
        Enumerable.Range(0, 1 << names.Length).Select(bits => names.Where((_, i) => (bits & (1 << i)) != 0).ToArray());

    private static IEnumerable<DateOnly> Boundaries(SharingPolicy policy) =>
        policy.Conflicts.Select(c => c.Since)
            .Concat(policy.Audiences.Values.SelectMany(a => a.States).SelectMany(s => new[] { s.First, s.Last }))
            .Where(d => d > DateOnly.MinValue && d < DateOnly.MaxValue)
            .Append(policy.ReviewBy);

    private PolicyAudience Audience(string tier, bool isPublic)
    {
        string? role = dice.OneIn(2) ? dice.Of(Roles) : null;
        IReadOnlyDictionary<string, int> none = new Dictionary<string, int>();
        return isPublic ? new("those-of-" + tier, Anyone: true, [], [], null, none)
            : dice.OneIn(3) ? new("those-of-" + tier, Anyone: false, [], dice.Some(Organisations, 1), role, none)
            : new("those-of-" + tier, Anyone: false, [.. dice.Some(States, 1).Select(Member)], [], role, none);
    }

    private AudienceState Member(string state) =>
        dice.OneIn(2)
            ? new(state, DateOnly.MinValue, DateOnly.MaxValue)
            : new(state, new DateOnly(2014, 2, 28 - dice.Below(2)), new DateOnly(2014, 3, 2 + dice.Below(2)));

    private PolicyTier Tier(string name, bool isPublic) => new(
        name, "those-of-" + name, isPublic ? "TLP:CLEAR" : "TLP:RED", PolicyVocabulary.Tables, 1, 5, 3, 1, TimeSpan.Zero, "never",
        isPublic ? "anyone" : dice.OneIn(3) ? "to-permanent-members" : "none", []);

    private PolicyRule Rule(string id, string[] tiers, string[] closed, string[] purposes)
    {
        if (!dice.OneIn(3))
        {
            return new(id, IsForbid: false, dice.Some(tiers, 1), dice.Some(purposes, 1), null, null, 1);
        }

        return Forbid(id, closed, purposes);
    }

    private PolicyRule Forbid(string id, string[] closed, string[] purposes)
    {
        RequesterCondition condition = dice.Below(6) switch
        {
            0 => new(RequesterConditionKind.States, [dice.Of(States)]),
            1 => new(RequesterConditionKind.Organisations, [dice.Of(Organisations)]),
            2 => new(RequesterConditionKind.Actors, [dice.Of(Actors)]),
            3 => new(RequesterConditionKind.Roles, [dice.Of(Roles)]),
            4 => new(RequesterConditionKind.AffiliatedWithConflicts, []),
            _ => new(RequesterConditionKind.Anyone, []),
        };
        return new(id, IsForbid: true, dice.Some(closed, 1), dice.OneIn(2) ? dice.Some(purposes, 1) : [], condition, "it was agreed so", 1);
    }
}
