using Broker.Policy.Testing;

namespace Broker.Policy.Tests.Testing;

/// <summary>A file of 90 KB whose thousands of terms no request reaches: a time limit, as each term asked of each class takes minutes.</summary>
[Collection(AloneCollection.Name)]
public sealed class CoverageOfManyTermsTests
{
    private static readonly DateOnly[] Days = [.. Enumerable.Range(0, 24).Select(i => new DateOnly(2013, 1, 1).AddDays(20 * i))];

    [Fact(Timeout = 60_000)]
    public async Task Terms_ThatNoRequestReaches_AreGivenUpWithoutGoingThroughEveryClass()
    {
        SharingPolicy policy = PolicyText.Policy(Text());
        PolicyCoverage coverage = await Task.Run(() => PolicyCoverage.Of(CompiledPolicy.Compile(policy), new PolicyTests([], [], [])));
        Assert.NotEmpty(coverage.Points);
        Assert.DoesNotContain(coverage.Points, point => point.Id.StartsWith("term ", StringComparison.Ordinal));
    }

    // A forbid of everybody, so that neither side of a term can be shown.
    private static string Text()
    {
        (DateOnly First, DateOnly Last)[] terms = [.. from first in Days from last in Days where first < last select (first, last)];
        string[] states = [.. StateCodes.All.Order(StringComparer.Ordinal).Take(terms.Length)];
        string members = $"    states: [{string.Join(",\n      ", states)}]\n    role: r\n    terms:\n"
            + string.Concat(states.Zip(terms, (state, term) => $"      {state}: {term.First:yyyy-MM-dd}/{term.Last:yyyy-MM-dd}\n"));
        string audiences = string.Concat(Enumerable.Range(0, 8).Select(i => $"  a-{i}:\n{members}"));
        string tiers = string.Concat(Enumerable.Range(0, 8).Select(i =>
            $"  t-{i}: {{ audience: a-{i}, marking: TLP:RED, tables: all, noise: 1, threshold: {{ sources: 5, organisations: 3 }}, narrative: never }}\n"));
        return "sharing-policy: p\ncountry: CAF\nreview-by: 2015-06-30\ncommunity: x\npurposes: { a: b }\n"
            + $"audiences:\n{audiences}conflicts: []\ntiers:\n{tiers}organisation-cap: 10\nyearly-rho: 1\n"
            + "rules:\n  - { permit: release, to: t-7, for: [a] }\n  - { forbid: any, to: anyone, because: x }\n";
    }
}
