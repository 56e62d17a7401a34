using System.Text;

namespace Broker.Policy.Tests;

/// <summary>A small valid policy, and ways to read text.</summary>
internal static class PolicyText
{
    internal const string Small = """
        sharing-policy: small
        country: CAF
        review-by: 2015-06-30
        community: those listed under audiences
        purposes:
          early-warning: detect a risk early enough to act
          evaluation: find out what worked
        audiences:
          public: { anyone: true }
          delegates: { states: [LUX, RWA, TCD], role: delegate, terms: { TCD: 2014-01-01/2015-12-31 } }
          task-force: { organisations: [ngo-b, network-c] }
        conflicts:
          - { states: [CAF], actors: [fprc], since: 2013-01-01 }
        tiers:
          public:
            audience: public
            marking: TLP:CLEAR
            tables: [country/final]
            noise: 8
            threshold: { sources: 10, organisations: 3 }
            narrative: never
          delegates-only:
            audience: delegates
            marking: TLP:AMBER+STRICT
            tables: [country/final, admin1/final]
            noise: 2
            threshold: { sources: 5, organisations: 3 }
            narrative: approved
          consortium:
            audience: task-force
            marking: TLP:RED
            tables: all
            noise: 1
            threshold: { sources: 5, organisations: 3 }
            narrative: approved
        organisation-cap: 10
        yearly-rho: 1.0
        rules:
          - permit: release
            to: delegates-only
            for: [early-warning]
          - permit: release
            to: consortium
            for: [early-warning, evaluation]
          - forbid: any
            to: { affiliated-with: conflicts }
            because: a state alleged to perpetrate never learns what is known of it

        """;

    internal static PolicyReading Read(string text) => SharingPolicyReader.Read(Encoding.UTF8.GetBytes(text), "test.yaml");

    internal static SharingPolicy Policy(string text)
    {
        PolicyReading reading = Read(text);
        Assert.True(reading.Policy is not null, string.Join('\n', reading.Diagnostics));
        return reading.Policy;
    }

    internal static SharingPolicy Caf2013()
    {
        PolicyReading reading = SharingPolicyReader.Read(RepositoryFiles.Read("policies", "caf-2013.yaml"), "caf-2013.yaml");
        Assert.True(reading.Policy is not null, string.Join('\n', reading.Diagnostics));
        return reading.Policy;
    }

    internal static string With(string old, string replacement)
    {
        Assert.Contains(old, Small, StringComparison.Ordinal);
        return Small.Replace(old, replacement, StringComparison.Ordinal);
    }
}
