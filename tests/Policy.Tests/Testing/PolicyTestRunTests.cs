using Broker.Policy.Testing;

namespace Broker.Policy.Tests.Testing;

public sealed class PolicyTestRunTests
{
    private static readonly CompiledPolicy Small = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small));

    public static TheoryData<string> Files => ["caf-2013", "template"];

    [Theory]
    [MemberData(nameof(Files))]
    public void TestsBesideAPolicyOfTheTree_Pass_AndLeaveNothingOut(string name)
    {
        SharingPolicy policy = SharingPolicyReader.Read(RepositoryFiles.Read("policies", name + ".yaml"), name).Policy!;
        PolicyTestsReading reading = PolicyTestReader.Read(RepositoryFiles.Read("policies", name + ".tests.yaml"), name, policy);
        Assert.Empty(reading.Diagnostics);
        CompiledPolicy compiled = CompiledPolicy.Compile(policy);
        PolicyTestRun run = PolicyTestRun.Of(compiled, reading.Tests!);
        Assert.Equal([], run.Outcomes.Where(outcome => !outcome.Passed).Select(outcome => $"{outcome.Name}: {outcome.Differences[0]}"));
        PolicyCoverage coverage = PolicyCoverage.Of(compiled, reading.Tests!);
        Assert.Equal([], coverage.Points.Where(point => !point.IsCovered).Select(point => point.Id));
        Assert.True(coverage.IsComplete);
        Assert.True(coverage.Points.Count >= 20);
        Proof.PolicyProofs proofs = Proof.PolicyProver.Prove(policy, reading.Tests!.Bounds, earlier: null);
        Assert.True(proofs.Hold, string.Join('\n', proofs.Proofs.Select(proof => proof.Counterexample?.Sentence)));
    }

    [Fact]
    public void Run_WhereNothingIsAsExpected_TellsEachDifference()
    {
        PolicyTestRun run = Run(TestText.Decision("expect: refuse\nkind: lapsed\nby: [rule-3]\nmissing: [role]\nbecause: because of me"));
        PolicyTestOutcome outcome = Assert.Single(run.Outcomes);
        Assert.Equal(("decisions", "the one", 3, false, false), (outcome.Part, outcome.Name, outcome.Line, outcome.Passed, run.Passed));
        Assert.Equal(
            [
                "expected refuse, got: Permitted by rule-1: releases of tier `delegates-only` for `early-warning`.",
                "expected kind lapsed, got explicit-permit",
                "expected by rule-3, got rule-1",
                "expected missing role, got nothing",
                "expected because `because of me`, got: Permitted by rule-1: releases of tier `delegates-only` for `early-warning`.",
            ],
            outcome.Differences);
    }

    [Theory]
    [InlineData("expect: permit", true)]
    [InlineData("expect: refuse", false)]
    [InlineData("expect: permit\nkind: explicit-permit", true)]
    [InlineData("expect: permit\nkind: implicit-refusal", false)]
    [InlineData("expect: permit\nby: [rule-1]", true)]
    [InlineData("expect: permit\nby: []", false)]
    [InlineData("expect: permit\nby: [rule-1, rule-2]", false)]
    [InlineData("expect: permit\nmissing: []", true)]
    [InlineData("expect: permit\nmissing: [state]", false)]
    [InlineData("expect: permit\nbecause: rule-1", true)]
    [InlineData("expect: permit\nbecause: rule-2", false)]
    public void Decision_IsHeldAgainstEachExpectation(string expected, bool passes) => Assert.Equal(passes, Run(TestText.Decision(expected)).Passed);

    [Fact]
    public void By_InAnyOrder_IsTheSame()
    {
        CompiledPolicy two = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.With("rules:\n", "rules:\n  - permit: release\n    to: [delegates-only, consortium]\n    for: [early-warning]\n")));
        PolicyTests tests = TestText.Of(TestText.Decision("expect: permit\nby: [rule-2, rule-1]"), two.Policy);
        Assert.True(PolicyTestRun.Of(two, tests).Passed);
    }

    [Theory]
    [InlineData("{ highest-tier: public }", "public", true)]
    [InlineData("{ highest-tier: public }", "sealed", false)]
    [InlineData("{ highest-tier: public, never-to: [FRA] }", "delegates-only", true)]
    [InlineData("{ highest-tier: public, never-to: [FRA] }", "public", false)]
    [InlineData("{ highest-tier: public, never-to: [ngo-b] }", "sealed", true)]
    [InlineData("{ highest-tier: public, never-to: [ngo-b] }", "consortium", false)]
    public void Stratum_IsHeldAgainstItsTier(string caveats, string expect, bool passes)
    {
        PolicyTestRun run = Run($"sharing-policy-tests: small\nstrata:\n  - {{ name: the one, caveats: {caveats}, on: 2014-01-01, expect: {expect} }}\n");
        Assert.Equal(passes, run.Passed);
        Assert.Equal("strata", Assert.Single(run.Outcomes).Part);
    }

    [Fact]
    public void Run_OfNoTests_HasNotFailed() => Assert.True(Run("sharing-policy-tests: small\n").Passed);

    private static PolicyTestRun Run(string text) => PolicyTestRun.Of(Small, TestText.Of(text, Small.Policy));
}
