using System.Globalization;
using System.Text;

namespace Broker.Policy.Tests;

/// <summary>Random policies, as text that the reader accepts, over small vocabularies so that rules and requests meet.</summary>
internal sealed class GeneratedPolicies(Dice dice)
{
    private static readonly string[] States = ["CAF", "FRA", "LUX", "RWA", "TCD"];
    private static readonly string[] Organisations = ["ngo-b", "network-c", "university-a"];
    private static readonly string[] Actors = ["fprc", "anti-balaka", "mpc"];
    private static readonly string[] Roles = ["delegate", "analyst"];
    private static readonly string[] Purposes = ["early-warning", "council-briefing", "evaluation"];
    private static readonly string[] Tiers = ["open", "middle", "closed", "inner"];

    internal SharingPolicy Policy() => PolicyText.Policy(Text());

    internal string Text()
    {
        var text = new StringBuilder();
        List<string> purposes = dice.Some(Purposes, 1);
        bool hasPublic = !dice.OneIn(3);
        List<string> tiers = [.. Tiers.Take(2 + dice.Below(3))];
        text.Append("sharing-policy: generated\ncountry: CAF\nreview-by: 2014-06-30\ncommunity: none to speak of\n");
        text.Append("purposes:\n").AppendJoin("", purposes.Select(p => $"  {p}: as its name says\n"));
        text.Append("audiences:\n  everybody: { anyone: true }\n").AppendJoin("", tiers.Select(t => $"  those-of-{t}: {Audience()}\n"));
        bool conflicts = !dice.OneIn(4);
        text.Append(conflicts ? Conflicts() : "conflicts: []\n");
        text.Append("tiers:\n").AppendJoin("", tiers.Select((t, i) => Tier(t, i, hasPublic && i == 0)));
        text.Append("organisation-cap: 10\nyearly-rho: 1\nrules:\n");
        List<string> closed = hasPublic ? tiers[1..] : tiers;
        for (int n = dice.Below(6); n > 0; n--)
        {
            text.Append(dice.OneIn(3) ? Forbid(closed, purposes) : $"  - permit: release\n    to: {List(dice.Some(tiers, 1))}\n    for: {List(dice.Some(purposes, 1))}\n");
        }

        text.Append("  - forbid: any\n    to: { affiliated-with: conflicts }\n    because: a conflict was declared\n");
        return text.ToString();
    }

    internal PolicyRequest Request(SharingPolicy policy)
    {
        string? Fact(string[] known, string other, int missing) =>
            dice.OneIn(missing) ? null : dice.OneIn(12) ? other : dice.Of(known);
        bool forState = !dice.OneIn(3), forOrganisation = !forState || dice.OneIn(5);
        var requester = new Requester(
            forState ? Fact(States, dice.OneIn(3) ? "caf" : "AUS", 10) : null,
            forOrganisation ? Fact(Organisations, "somebody-else", 10) : null,
            Fact(Roles, "visitor", 5),
            dice.OneIn(4) ? dice.Some(Actors, 1) : dice.OneIn(20) ? ["FPRC"] : []);
        string tier = dice.OneIn(25) ? "nowhere" : dice.Of(policy.Tiers).Name;
        return new PolicyRequest(requester, tier, dice.Of(Purposes), Day());
    }

    private DateOnly Day() => dice.OneIn(8) ? new DateOnly(2014, 6, 30) : new DateOnly(2013, 6, 1).AddDays(dice.Below(430));

    private string Audience()
    {
        string role = dice.OneIn(2) ? $", role: {dice.Of(Roles)}" : string.Empty;
        if (dice.OneIn(3))
        {
            return $"{{ organisations: {List(dice.Some(Organisations, 1))}{role} }}";
        }

        List<string> states = dice.Some(States, 2);
        string terms = dice.OneIn(2) ? $", terms: {{ {states[0]}: 2013-01-01/2013-12-31 }}" : string.Empty;
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
