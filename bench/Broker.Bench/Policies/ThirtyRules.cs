using System.Text;
using Broker.Policy;

namespace Broker.Bench.Policies;

/// <summary>A policy of 30 rules, 18 permits and 12 forbids of every kind, and 2,000 requests of it that differ in every fact.</summary>
internal static class ThirtyRules
{
    internal const int RequestCount = 2000;

    private const string Text = """
        sharing-policy: thirty-rules
        country: CAF
        review-by: 2014-06-30
        community: states and bodies listed under audiences
        purposes:
          early-warning: detect a risk early enough to act
          council-briefing: prepare a meeting
          evaluation: find out what worked
          protection: plan the protection of a place
          mediation: prepare a mediation
          logistics: plan a delivery
        audiences:
          public: { anyone: true }
          elected: { states: [ARG, AUS, CHL, JOR, KOR, LTU, LUX, NGA, RWA, TCD], role: delegate, terms: { AUS: 2013-01-01/2013-12-31, LTU: 2014-01-01/2015-12-31 } }
          neighbours: { states: [TCD, CMR, COG, COD, SSD] }
          task-force: { organisations: [university-a, ngo-b, network-c, ngo-d] }
          analysts: { organisations: [ngo-b, network-c], role: analyst }
        conflicts:
          - { states: [CAF], actors: [fprc, anti-balaka], since: 2013-01-01 }
          - { states: [SSD], actors: [mpc], since: 2014-02-01 }
        tiers:
          public: { audience: public, marking: TLP:CLEAR, tables: [country/final], noise: 8, threshold: { sources: 10, organisations: 3 }, narrative: never }
          elected-member: { audience: elected, marking: TLP:AMBER, tables: [country/final, admin1/final], noise: 2, threshold: { sources: 6, organisations: 3 }, narrative: approved }
          neighbour: { audience: neighbours, marking: TLP:AMBER, tables: [country/final, admin1/final], noise: 2, threshold: { sources: 6, organisations: 3 }, narrative: never }
          consortium: { audience: task-force, marking: TLP:RED, tables: all, noise: 1, threshold: { sources: 5, organisations: 3 }, narrative: approved }
          inner: { audience: analysts, marking: TLP:RED, tables: all, noise: 1, threshold: { sources: 5, organisations: 3 }, narrative: approved }
        organisation-cap: 10
        yearly-rho: 1.0
        rules:
          - { permit: release, to: elected-member, for: [council-briefing] }
          - { permit: release, to: elected-member, for: [early-warning, protection] }
          - { permit: release, to: elected-member, for: [mediation] }
          - { permit: release, to: neighbour, for: [early-warning] }
          - { permit: release, to: neighbour, for: [protection] }
          - { permit: release, to: neighbour, for: [logistics] }
          - { permit: release, to: neighbour, for: [mediation] }
          - { permit: release, to: consortium, for: [early-warning] }
          - { permit: release, to: consortium, for: [evaluation] }
          - { permit: release, to: consortium, for: [protection] }
          - { permit: release, to: consortium, for: [logistics] }
          - { permit: release, to: consortium, for: [council-briefing, mediation] }
          - { permit: release, to: inner, for: [early-warning] }
          - { permit: release, to: inner, for: [evaluation] }
          - { permit: release, to: inner, for: [protection] }
          - { permit: release, to: inner, for: [logistics, mediation] }
          - { permit: release, to: inner, for: [council-briefing] }
          - { permit: release, to: elected-member, for: [evaluation] }
          - { forbid: any, to: { affiliated-with: conflicts }, because: a state alleged to perpetrate never learns what is known of it }
          - { forbid: any, to: { actors: [upc] }, because: it was agreed so }
          - { forbid: any, to: { role: journalist }, because: it was agreed so }
          - { forbid: elected-member, to: { states: [NGA] }, for: [logistics, evaluation], because: it was agreed so }
          - { forbid: elected-member, to: { actors: [mpc] }, for: [mediation], because: it was agreed so }
          - { forbid: neighbour, to: { states: [COD, COG] }, for: [protection], because: it was agreed so }
          - { forbid: neighbour, to: { role: observer }, because: it was agreed so }
          - { forbid: consortium, to: { organisations: [ngo-d] }, for: [logistics], because: it was agreed so }
          - { forbid: consortium, to: anyone, for: [mediation], because: it was agreed so }
          - { forbid: inner, to: { organisations: [network-c] }, for: [protection], because: it was agreed so }
          - { forbid: inner, to: { role: delegate }, because: it was agreed so }
          - { forbid: any, to: { states: [PRK] }, because: it was agreed so }

        """;

    private static readonly string?[] States = ["ARG", "AUS", "LTU", "LUX", "NGA", "RWA", "TCD", "CMR", "COG", "COD", "SSD", "CAF", "FRA", "PRK", null];
    private static readonly string?[] Organisations = ["university-a", "ngo-b", "network-c", "ngo-d", "somebody-else", null];
    private static readonly string?[] Roles = ["delegate", "delegate", "analyst", "observer", "journalist", null];
    private static readonly string[] Tiers = ["public", "elected-member", "elected-member", "neighbour", "neighbour", "consortium", "consortium", "inner", "inner", "nowhere"];
    private static readonly string[] Purposes = ["early-warning", "council-briefing", "evaluation", "protection", "mediation", "logistics", "curiosity"];
    private static readonly string[] Actors = ["fprc", "anti-balaka", "mpc", "upc", "a-band-of-no-policy"];

    internal static SharingPolicy Policy() =>
        SharingPolicyReader.Read(Encoding.UTF8.GetBytes(Text), "thirty-rules.yaml").Policy ?? throw new InvalidOperationException("the policy of 30 rules does not read");

    /// <summary>The same requests each time, each with well-formed facts.</summary>
    internal static PolicyRequest[] Requests()
    {
        uint state = 20140224;
        int Below(int bound)
        {
            // Numerical Recipes' linear congruence: mixed enough for a bench, and the same everywhere.
            state = unchecked((state * 1664525) + 1013904223);
            return (int)((state >> 8) % (uint)bound);
        }

        T Of<T>(T[] items) => items[Below(items.Length)];
        return [.. Enumerable.Range(0, RequestCount).Select(_ =>
        {
            bool forOrganisation = Below(2) == 0, forBoth = Below(20) == 0;
            string[] actors = Below(5) == 0 ? [Of(Actors), "a-band-of-no-name"] : [];
            var requester = new Requester(forOrganisation && !forBoth ? null : Of(States), forOrganisation || forBoth ? Of(Organisations) : null, Of(Roles), actors);
            return new PolicyRequest(requester, Of(Tiers), Of(Purposes), new DateOnly(2013, 6, 1).AddDays(Below(410)));
        })];
    }
}
