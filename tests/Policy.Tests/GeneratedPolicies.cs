using System.Globalization;
using System.Text;

namespace Broker.Policy.Tests;

/// <summary>Random policies, as text that the reader accepts, over small vocabularies so that rules and requests meet.</summary>
/// <param name="dice">What is random in them.</param>
/// <param name="mostTiers">At most that many tiers, 2 to 8.</param>
/// <param name="mostRules">At most that many rules, 6 to 64; one policy in six has more than six.</param>
internal sealed class GeneratedPolicies(Dice dice, int mostTiers = 4, int mostRules = 6)
{
    private static readonly string[] States = ["CAF", "FRA", "LUX", "RWA", "TCD"];
    private static readonly string[] Organisations = ["ngo-b", "network-c", "university-a"];
    private static readonly string[] Actors = ["fprc", "anti-balaka", "mpc"];
    private static readonly string[] Roles = ["delegate", "analyst"];
    private static readonly string[] Purposes = ["early-warning", "council-briefing", "evaluation"];
    private static readonly string[] Tiers = ["open", "middle", "closed", "inner", "core", "heart", "kernel", "seed"];

    // Facts that are no names or no states. Some are written as the policies write something else: LUX is a state, and a name is not.
    private static readonly string[] OddStates = ["caf", "CA", "XXX", "ngo-b", ""];
    private static readonly string[] OddNames = ["FPRC", "NGO-B", "LUX", "CAF", "Delegate", "none", "-mpc", "a--b", ""];

    internal SharingPolicy Policy() => PolicyText.Policy(Text());

    internal string Text()
    {
        var text = new StringBuilder();
        List<string> purposes = dice.Some(Purposes, 1);
        bool hasPublic = !dice.OneIn(3);
        List<string> tiers = [.. Tiers.Take(2 + dice.Below(mostTiers - 1))];
        text.Append("sharing-policy: generated\ncountry: CAF\nreview-by: 2014-06-30\ncommunity: none to speak of\n");
        text.Append("purposes:\n").AppendJoin("", purposes.Select(p => $"  {p}: as its name says\n"));
        text.Append("audiences:\n  everybody: { anyone: true }\n").AppendJoin("", tiers.Select(t => $"  those-of-{t}: {Audience()}\n"));
        bool conflicts = !dice.OneIn(4);
        text.Append(conflicts ? Conflicts() : "conflicts: []\n");
        text.Append("tiers:\n").AppendJoin("", tiers.Select((t, i) => Tier(t, i, hasPublic && i == 0)));
        text.Append("organisation-cap: 10\nyearly-rho: 1\nrules:\n");
        List<string> closed = hasPublic ? tiers[1..] : tiers;
        for (int n = Rules(); n > 0; n--)
        {
            text.Append(dice.OneIn(3) ? Forbid(closed, purposes) : $"  - permit: release\n    to: {List(dice.Some(tiers, 1))}\n    for: {List(dice.Some(purposes, 1))}\n");
        }

        text.Append("  - forbid: any\n    to: { affiliated-with: conflicts }\n    because: a conflict was declared\n");
        return text.ToString();
    }

    internal PolicyRequest Request(SharingPolicy policy)
    {
        bool forState = !dice.OneIn(3), forOrganisation = !forState || dice.OneIn(5);
        var requester = new Requester(
            forState ? Fact(States, "AUS", OddStates) : null,
            forOrganisation ? Fact(Organisations, "somebody-else", OddNames) : null,
            dice.OneIn(5) ? null : Fact(Roles, "visitor", OddNames),
            OwnActors());
        string tier = dice.OneIn(25) ? dice.Of(["nowhere", "nowhere", "Open", ""]) : dice.Of(policy.Tiers).Name;
        string purpose = dice.OneIn(30) ? dice.Of(["curiosity", "curiosity", "Evaluation", ""]) : dice.Of(Purposes);
        return new PolicyRequest(requester, tier, purpose, Day(policy));
    }

    private string? Fact(string[] known, string other, string[] odd) =>
        dice.OneIn(10) ? null : dice.OneIn(12) ? other : dice.OneIn(40) ? dice.Of(odd) : dice.Of(known);

    private List<string> OwnActors()
    {
        List<string> actors = dice.OneIn(4) ? dice.Some(Actors, 1) : [];
        if (dice.OneIn(30))
        {
            actors.Add("a-band-of-no-policy");
        }

        if (dice.OneIn(40))
        {
            actors.Insert(dice.Below(actors.Count + 1), dice.Of(OddNames));
        }

        return actors;
    }

    // Half of the days are those on which a decision can change, or the day before or after.
    private DateOnly Day(SharingPolicy policy)
    {
        if (dice.OneIn(2))
        {
            return new DateOnly(2013, 1, 1).AddDays(dice.Below(560));
        }

        List<DateOnly> edges =
        [
            policy.ReviewBy,
            .. policy.Conflicts.Select(c => c.Since),
            .. policy.Audiences.Values.SelectMany(a => a.States).SelectMany(s => new[] { s.First, s.Last }).Where(d => d.Year is > 1 and < 9999),
        ];
        return dice.Of(edges).AddDays(dice.Below(3) - 1);
    }

    private int Rules() => mostRules > 6 && dice.OneIn(6) ? 6 + dice.Below(mostRules - 6) : dice.Below(6);

    private string Audience()
    {
        string role = dice.OneIn(2) ? $", role: {dice.Of(Roles)}" : string.Empty;
        if (dice.OneIn(3))
        {
            return $"{{ organisations: {List(dice.Some(Organisations, 1))}{role} }}";
        }

        List<string> states = dice.Some(States, 2);
        string terms = dice.Below(3) switch
        {
            0 => $", terms: {{ {states[0]}: 2013-01-01/2013-12-31 }}",
            1 => $", terms: {{ {states[0]}: 2013-03-01/2014-01-31, {states[1]}: 2014-01-01/2014-05-31 }}",
            _ => string.Empty,
        };
        return $"{{ states: {List(states)}{role}{terms} }}";
    }

    private string Conflicts() => string.Concat(Enumerable.Range(0, 1 + dice.Below(2)).Prepend(-1).Select(i => i < 0
        ? "conflicts:\n"
        : $"  - {{ states: {List(dice.Some(States[..3], 1))}, actors: {List(dice.Some(Actors, 1))}, since: 2013-0{1 + dice.Below(9)}-15 }}\n"));

    private static string Tier(string name, int index, bool isPublic) => string.Create(CultureInfo.InvariantCulture, $$"""
          {{name}}:
            audience: {{(isPublic ? "everybody" : "those-of-" + name)}}
            marking: {{(isPublic ? "TLP:CLEAR" : "TLP:RED")}}
            tables: all
            noise: 1
            threshold: { sources: {{10 - index}}, organisations: 3 }
            narrative: never

        """);

    private string Forbid(List<string> closed, List<string> purposes)
    {
        string condition = dice.Below(6) switch
        {
            0 => "anyone",
            1 => $"{{ states: {List(dice.Some(States, 1))} }}",
            2 => $"{{ organisations: {List(dice.Some(Organisations, 1))} }}",
            3 => $"{{ actors: {List(dice.Some(Actors, 1))} }}",
            4 => $"{{ role: {dice.Of(Roles)} }}",
            _ => "{ affiliated-with: conflicts }",
        };
        string purpose = dice.OneIn(2) ? $"    for: {List(dice.Some(purposes, 1))}\n" : string.Empty;
        string what = dice.OneIn(2) ? "any" : List(dice.Some(closed, 1));
        return $"  - forbid: {what}\n    to: {condition}\n{purpose}    because: it was agreed so\n";
    }

    private static string List(IEnumerable<string> items) => "[" + string.Join(", ", items) + "]";
}
