namespace Broker.Policy.Tests;

/// <summary>A policy with something in every dimension that a later revision could widen, and changes of it.</summary>
internal static class NarrowingText
{
    internal const string Policy = """
        sharing-policy: bound
        country: CAF
        review-by: 2015-06-30
        community: those listed under audiences
        purposes:
          early-warning: detect a risk early enough to act
          evaluation: find out what worked
        audiences:
          public: { anyone: true }
          delegates: { states: [LUX, RWA, TCD], role: delegate, terms: { TCD: 2014-01-01/2014-12-31 } }
          task-force: { organisations: [ngo-b, network-c] }
        conflicts:
          - { states: [CAF], actors: [fprc], since: 2013-01-01 }
        tiers:
          public:
            audience: public
            marking: TLP:CLEAR
            tables: [country/final]
            noise: 8
            threshold: { sources: 10, organisations: 4 }
            narrative: never
          middle:
            audience: delegates
            marking: TLP:AMBER
            tables: [country/final, admin1/final]
            noise: 4
            threshold: { sources: 6, organisations: 3 }
            round-to: 10
            delay: 7d
            narrative: never
            onward: none
            alerts: [change]
          inner:
            audience: task-force
            marking: TLP:RED
            tables: all
            noise: 1
            threshold: { sources: 5, organisations: 3 }
            narrative: approved
        organisation-cap: 10
        yearly-rho: 0.7
        hard-floor: 12
        rules:
          - permit: release
            to: middle
            for: [early-warning]
          - permit: release
            to: inner
            for: [early-warning, evaluation]
          - forbid: any
            to: { affiliated-with: conflicts }
            because: a state alleged to perpetrate never learns what is known of it
          - forbid: middle
            to: { states: [RWA, GAB] }
            for: [early-warning]
            because: it was agreed so
          - forbid: [middle, inner]
            to: { organisations: [network-c, network-d] }
            for: [evaluation, early-warning]
            because: they asked for it

        """;

    private const string Onward = "    onward: none\n";
    private const string Because = "    because: it was agreed so\n";

    /// <summary>Text, its replacement that widens, the tier that it widens, and the stratum of an open record then.</summary>
    internal static readonly (string Old, string Wider, string Tier, int? Stratum)[] Widenings =
    [
        ("TCD], role", "TCD, USA], role", "middle", 2),
        ("2014-01-01/2014-12-31", "2013-12-31/2014-12-31", "middle", 2),
        ("2014-01-01/2014-12-31", "2014-01-01/2015-01-01", "middle", 2),
        (", terms: { TCD: 2014-01-01/2014-12-31 }", "", "middle", 2),
        (", role: delegate", "", "middle", 2),
        ("[ngo-b, network-c]", "[ngo-b, network-c, university-a]", "inner", null),
        (Onward, "    onward: to-permanent-members\n", "middle", 2),
        ("marking: TLP:AMBER\n", "marking: TLP:GREEN\n", "middle", 2),
        ("marking: TLP:RED\n", "marking: TLP:AMBER+STRICT\n", "inner", null),
        ("[country/final, admin1/final]", "[country/final, admin1/final, admin1/flash]", "middle", 2),
        ("tables: [country/final]\n", "tables: [country/final, country/flash]\n", "public", 1),
        ("noise: 4", "noise: 3", "middle", 2),
        ("noise: 8", "noise: 7", "public", 1),
        ("sources: 6", "sources: 5", "middle", 2),
        ("sources: 10, organisations: 4", "sources: 10, organisations: 3", "public", 1),
        ("round-to: 10", "round-to: 5", "middle", 2),
        ("    round-to: 10\n", "", "middle", 2),
        ("delay: 7d", "delay: 6d", "middle", 2),
        ("    narrative: never\n    onward", "    narrative: approved\n    onward", "middle", 2),
        ("alerts: [change]", "alerts: [change, becomes-shown]", "middle", 2),
        ("organisation-cap: 10", "organisation-cap: 11", "inner", null),
        ("yearly-rho: 0.7", "yearly-rho: 0.700001", "inner", null),
        ("hard-floor: 12", "hard-floor: 11", "inner", null),
        ("to: middle\n    for: [early-warning]", "to: middle\n    for: [early-warning, evaluation]", "middle", 2),
        ("to: inner\n    for: [early", "to: [inner, middle]\n    for: [early", "middle", 2),
        ("{ states: [CAF], actors", "{ actors", "inner", null),
        ("actors: [fprc], ", "", "inner", null),
        ("since: 2013-01-01", "since: 2013-01-02", "inner", null),
        ("conflicts:\n  - { states: [CAF], actors: [fprc], since: 2013-01-01 }", "conflicts: []", "inner", null),
        ("  - forbid: middle\n    to: { states: [RWA, GAB] }\n    for: [early-warning]\n" + Because, "", "middle", 2),
        ("forbid: [middle, inner]", "forbid: inner", "middle", 2),
        ("[RWA, GAB]", "[RWA]", "middle", 2),
        ("for: [evaluation, early-warning]", "for: [evaluation]", "inner", null),
    ];

    /// <summary>Changes whose two sides cannot be compared, so that each counts as wider than the other.</summary>
    internal static readonly (string Old, string Other, string Tier)[] Doubts =
    [
        ("country: CAF", "country: TCD", "public"),
        ("hard-floor: 12\n", "", "public"),
        ("early enough to act", "late enough to regret", "middle"),
        ("role: delegate", "role: analyst", "middle"),
        ("audience: delegates", "audience: task-force", "middle"),
        ("[LUX, RWA, TCD]", "[LUX, DEU, TCD]", "middle"),
        ("2014-01-01/2014-12-31", "2014-02-01/2015-01-31", "middle"),
        ("round-to: 10", "round-to: 15", "middle"),
        ("[country/final, admin1/final]", "[country/final, category/final]", "middle"),
        ("alerts: [change]", "alerts: [becomes-shown]", "middle"),
        ("[RWA, GAB]", "[RWA, GNQ]", "middle"),
        ("{ states: [RWA, GAB] }", "{ actors: [mpc] }", "middle"),
        ("{ organisations: [network-c, network-d] }", "{ actors: [network-c, network-d] }", "inner"),
        ("actors: [fprc]", "actors: [mpc]", "inner"),
        ("to: middle\n    for: [early-warning]\n  -", "to: middle\n    for: [evaluation]\n  -", "middle"),
    ];

    /// <summary>The policy with one piece of its text replaced.</summary>
    internal static SharingPolicy With(string old, string replacement) => PolicyText.Policy(Replace(Policy, old, replacement));

    internal static string Replace(string text, string old, string replacement)
    {
        int at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0 && text.IndexOf(old, at + 1, StringComparison.Ordinal) < 0, old);
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }
}
