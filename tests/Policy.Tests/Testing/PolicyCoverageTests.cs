using Broker.Policy.Proof;
using Broker.Policy.Testing;

namespace Broker.Policy.Tests.Testing;

public sealed class PolicyCoverageTests
{
    private static readonly CompiledPolicy Small = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small));
    private static readonly PolicyTests None = new([], [], []);

    [Fact]
    public void Coverage_OfNoTests_ListsEverythingThatThePolicyCanDecide()
    {
        PolicyCoverage coverage = PolicyCoverage.Of(Small, None);
        Assert.Equal(0, coverage.Covered);
        Assert.False(coverage.IsComplete);
        Assert.Equal(
            [
                "rule rule-1", "rule rule-2", "rule rule-3",
                "tier public permits", "tier public refuses", "tier delegates-only permits", "tier delegates-only refuses", "tier consortium permits", "tier consortium refuses",
                "purpose early-warning permits", "purpose evaluation permits", "purpose evaluation not permitted",
                "term delegates 2014-01-01/2015-12-31 day-before", "term delegates 2014-01-01/2015-12-31 first-day",
                "conflict 1 state", "conflict 1 actor",
                "kind lapsed", "kind unknown-tier", "kind explicit-forbid", "kind unknown-purpose", "kind not-in-audience", "kind implicit-refusal", "kind explicit-permit",
            ],
            coverage.Points.Select(point => point.Id));
    }

    [Theory]
    [InlineData("expect: permit", "{ state: LUX, role: delegate }", "rule rule-1", "tier delegates-only permits", "purpose early-warning permits", "kind explicit-permit")]
    [InlineData("expect: refuse", "{ state: CAF, role: delegate }", "rule rule-3", "tier delegates-only refuses", "conflict 1 state", "kind explicit-forbid")]
    [InlineData("expect: refuse", "{ state: LUX, role: delegate, actors: [fprc] }", "rule rule-3", "tier delegates-only refuses", "conflict 1 actor", "kind explicit-forbid")]
    [InlineData("expect: refuse", "{ state: CAF, role: delegate, actors: [fprc] }", "rule rule-3", "tier delegates-only refuses", "kind explicit-forbid")]
    [InlineData("expect: refuse", "{ state: TCD }", "tier delegates-only refuses", "kind not-in-audience")]
    [InlineData("expect: refuse", "{ state: LUX, role: delegate }")]
    public void Test_CoversWhatItShows_AndNothingWhenItFails(string expect, string requester, params string[] shown)
    {
        PolicyTests tests = TestText.Of(TestText.Decision(expect, requester), Small.Policy);
        Assert.Equal(shown, Covered(Small, tests));
    }

    [Theory]
    [InlineData("2013-12-31", "refuse", true)]
    [InlineData("2014-01-01", "permit", true)]
    [InlineData("2014-01-02", "permit", false)]
    [InlineData("2013-12-30", "refuse", false)]
    public void Term_IsCoveredAtItsEdgesAlone(string on, string expect, bool covers)
    {
        PolicyTests tests = TestText.Of(TestText.Decision("expect: " + expect, "{ state: TCD, role: delegate }", on: on), Small.Policy);
        Assert.Equal(covers, Covered(Small, tests).Any(id => id.StartsWith("term ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Term_RefusedForAnotherReason_IsNotCovered()
    {
        PolicyTests tests = TestText.Of(TestText.Decision("expect: refuse", "{ state: TCD }", on: "2013-12-31"), Small.Policy);
        Assert.DoesNotContain(Covered(Small, tests), id => id.StartsWith("term ", StringComparison.Ordinal));
    }

    [Fact]
    public void Rule_ThatDecidesNothing_IsNotAskedFor()
    {
        CompiledPolicy policy = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small + "  - forbid: any\n    to: anyone\n    because: it is closed\n"));
        string[] asked = [.. PolicyCoverage.Of(policy, None).Points.Select(point => point.Id)];
        Assert.DoesNotContain("rule rule-1", asked);
        Assert.DoesNotContain("tier consortium permits", asked);
        Assert.Contains("rule rule-4", asked);
    }

    [Fact]
    public void Points_OfGeneratedPolicies_HoldWhateverARequestShows()
    {
        var dice = new Dice("coverage");
        var generated = new GeneratedPolicies(dice);
        long shown = 0;
        for (int i = 0; i < 60; i++)
        {
            CompiledPolicy policy = CompiledPolicy.Compile(generated.Policy());
            HashSet<string> asked = [.. PolicyCoverage.Of(policy, None).Points.Select(point => point.Id)];
            CoverageGoal[] goals = [.. CoverageGoals.Of(policy.Policy)];
            for (int j = 0; j < 200; j++)
            {
                PolicyRequest request = generated.Request(policy.Policy);
                Decision decision = policy.Evaluate(request);
                foreach (CoverageGoal goal in goals.Where(goal => decision.Kind != DecisionKind.EvaluationError && goal.Shows(request, decision)))
                {
                    Assert.Contains(goal.Id, asked);
                    shown++;
                }
            }
        }

        Assert.True(shown > 20_000, $"{shown}");
    }

    [Fact]
    public void Tests_OfEachPoint_MakeCoverageComplete_AndEachIsNeeded()
    {
        PolicyTestsReading reading = PolicyTestReader.Read(RepositoryFiles.Read("policies", "template.tests.yaml"), "t", Template.Policy);
        PolicyTests all = reading.Tests!;
        Assert.True(PolicyCoverage.Of(Template, all).IsComplete);
        int needed = 0;
        foreach (DecisionTest test in all.Decisions)
        {
            PolicyCoverage without = PolicyCoverage.Of(Template, all with { Decisions = [.. all.Decisions.Where(other => other != test)] });
            needed += without.IsComplete ? 0 : 1;
        }

        Assert.True(needed >= 10);
    }

    [Fact]
    public void Policy_OfTooManyClasses_IsAskedForEverything()
    {
        // 8 tiers of their own audiences of states in terms of their own, and 30 purposes: more classes than are gone through.
        CompiledPolicy large = CompiledPolicy.Compile(LargePolicy());
        Assert.True(RequestClasses.Of(large.Policy).Count > RequestClasses.Most);
        Assert.Contains("kind evaluation-error", PolicyCoverage.Of(large, None).Points.Select(point => point.Id));
    }

    private static CompiledPolicy Template => CompiledPolicy.Compile(SharingPolicyReader.Read(RepositoryFiles.Read("policies", "template.yaml"), "template").Policy!);

    private static IEnumerable<string> Covered(CompiledPolicy policy, PolicyTests tests) =>
        PolicyCoverage.Of(policy, tests).Points.Where(point => point.IsCovered).Select(point => point.Id);

    private static SharingPolicy LargePolicy()
    {
        string[] states = ["ARG", "AUS", "CHL", "JOR", "KOR", "LTU", "LUX", "NGA", "RWA", "TCD", "FRA", "GBR", "USA", "CHN", "RUS", "DEU", "ITA", "ESP", "PRT", "BEL"];
        string terms = string.Join(", ", states.Select((state, i) => $"{state}: 2013-01-{i + 1:00}/2014-01-{i + 1:00}"));
        string purposes = string.Concat(Enumerable.Range(0, 30).Select(i => $"  purpose-{i}: as its name says\n"));
        string roles = string.Concat(Enumerable.Range(0, 20).Select(i => $"  - forbid: consortium\n    to: {{ role: role-{i} }}\n    because: it was agreed so\n"));
        string actors = string.Concat(Enumerable.Range(0, 20).Select(i => $"  - forbid: consortium\n    to: {{ actors: [actor-{i}] }}\n    because: it was agreed so\n"));
        return PolicyText.Policy(PolicyText.Small
            .Replace("states: [LUX, RWA, TCD], role: delegate, terms: { TCD: 2014-01-01/2015-12-31 }", $"states: [{string.Join(", ", states)}], role: delegate, terms: {{ {terms} }}", StringComparison.Ordinal)
            .Replace("  evaluation: find out", purposes + "  evaluation: find out", StringComparison.Ordinal) + roles + actors);
    }
}
