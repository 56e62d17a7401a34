using Broker.Policy.Explaining;

namespace Broker.Policy.Tests.Explaining;

public sealed class PolicyExplanationTests
{
    private static readonly DateOnly Day = new(2014, 2, 24);
    private static readonly CompiledPolicy Small = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small));

    [Fact]
    public void Permit_IsExplainedByItsRule()
    {
        PolicyExplanation explanation = Explain(Small, "LUX", null, "delegate", [], "delegates-only", "early-warning");
        ExplainedRule rule = Assert.Single(explanation.Rules);
        Assert.Equal(("rule-1", "permits releases of tier `delegates-only` for `early-warning`", null), (rule.Id, rule.Text, rule.Because));
        Assert.Equal(Small.Policy.Rules[0].Line, rule.Line);
        Assert.Equal(Small.Policy.Revision, explanation.Revision);
        Assert.Empty(explanation.NearMisses);
    }

    [Fact]
    public void PublicTier_IsExplainedByItsAudience()
    {
        ExplainedRule rule = Assert.Single(Explain(Small, "CAF", null, null, [], "public", "anything").Rules);
        Assert.Equal(new ExplainedRule("audience-public", null, "the tier's audience is anyone", null), rule);
    }

    [Fact]
    public void Forbid_IsExplainedByItselfAndWhatItBeat()
    {
        PolicyExplanation explanation = Explain(Small, "LUX", null, "delegate", ["fprc"], "delegates-only", "early-warning");
        ExplainedRule rule = Assert.Single(explanation.Rules);
        Assert.Equal("forbids tiers `delegates-only`, `consortium` to those affiliated with a declared conflict that has begun, for any purpose", rule.Text);
        Assert.Equal("a state alleged to perpetrate never learns what is known of it", rule.Because);
        ExplainedNearMiss miss = Assert.Single(explanation.NearMisses);
        Assert.Equal(("rule-1", "forbid", "rule-3 forbids it, and a forbid beats a permit"), (miss.Rule.Id, miss.KeptBy, miss.Words));
    }

    [Theory]
    [InlineData("FRA", null, "delegate", "does not name state `FRA`")]
    [InlineData("LUX", null, "visitor", "asks for role `delegate`")]
    [InlineData("TCD", null, "delegate", "has state `TCD` from 2014-01-01 to 2015-12-31")]
    [InlineData("LUX", "ngo-b", "delegate", "has nobody who acts for both a state and an organisation")]
    [InlineData(null, "ngo-b", "delegate", "does not name organisation `ngo-b`")]
    [InlineData(null, null, "delegate", "asks for a state")]
    public void Outsider_IsToldTheOneThingThatTheAudienceLacks(string? state, string? organisation, string role, string words)
    {
        PolicyRequest request = new(new Requester(state, organisation, role, []), "delegates-only", "early-warning", new DateOnly(2013, 6, 1));
        ExplainedNearMiss miss = Assert.Single(PolicyExplanation.Of(Small, request).NearMisses);
        Assert.Equal(("audience", "audience `delegates` " + words), (miss.KeptBy, miss.Words));
    }

    [Fact]
    public void PurposeAndTier_AreToldApart()
    {
        PolicyExplanation explanation = Explain(Small, "LUX", null, "delegate", [], "delegates-only", "evaluation");
        Assert.Equal([("rule-1", "purpose", "it is for `early-warning`")], explanation.NearMisses.Select(miss => (miss.Rule.Id, miss.KeptBy, miss.Words)));
        CompiledPolicy two = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.With("audience: task-force", "audience: delegates")));
        PolicyExplanation other = Explain(two, "LUX", null, "delegate", [], "delegates-only", "evaluation");
        Assert.Equal(
            [("rule-1", "purpose", "it is for `early-warning`"), ("rule-2", "tier", "it is of tier `consortium`")],
            other.NearMisses.Select(miss => (miss.Rule.Id, miss.KeptBy, miss.Words)));
    }

    [Fact]
    public void IllFormedFacts_AreEachNamed()
    {
        PolicyExplanation explanation = Explain(Small, "lux", "NGO", "Delegate", ["fprc", "FPRC"], "a tier", "a purpose");
        Assert.Equal(DecisionKind.EvaluationError, explanation.Decision.Kind);
        Assert.Equal(["state", "organisation", "role", "actors", "tier", "purpose"], explanation.IllFormed);
        Assert.Equal(["state"], Explain(Small, "caf", null, null, [], "public", "evaluation").IllFormed);
        Assert.Empty(Explain(Small, "CAF", null, null, [], "nowhere", "evaluation").IllFormed);
    }

    [Fact]
    public void Conditions_OfEachKind_HaveWords()
    {
        (string Condition, string Words)[] conditions =
        [
            ("anyone", "to anyone"), ("{ states: [FRA, GBR] }", "to who acts for `FRA`, `GBR`"), ("{ organisations: [ngo-b] }", "to who acts for `ngo-b`"),
            ("{ actors: [fprc] }", "to those affiliated with `fprc`"), ("{ role: visitor }", "to role `visitor`"),
        ];
        foreach ((string condition, string words) in conditions)
        {
            CompiledPolicy policy = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small + $"  - forbid: consortium\n    to: {condition}\n    for: [evaluation]\n    because: so it was agreed\n"));
            PolicyExplanation explanation = Explain(policy, condition.Contains("states", StringComparison.Ordinal) ? "FRA" : null, condition.Contains("states", StringComparison.Ordinal) ? null : "ngo-b", "visitor", ["fprc"], "consortium", "evaluation");
            Assert.Equal($"forbids tier `consortium` {words}, for `evaluation`", explanation.Rules[^1].Text);
        }
    }

    [Fact]
    public void NearMisses_OfGeneratedPolicies_DecideOnceTheOneThingIsMended()
    {
        var dice = new Dice("explanations");
        var generated = new GeneratedPolicies(dice);
        Dictionary<string, int> seen = [];
        for (int i = 0; i < 300; i++)
        {
            CompiledPolicy policy = CompiledPolicy.Compile(generated.Policy());
            for (int j = 0; j < 40; j++)
            {
                PolicyRequest request = generated.Request(policy.Policy);
                PolicyExplanation explanation = PolicyExplanation.Of(policy, request);
                Assert.Equal(explanation.Decision.DeterminingRules, explanation.Rules.Select(rule => rule.Id));
                Assert.Equal(explanation.Decision.NearMisses, explanation.NearMisses.Select(miss => miss.Rule.Id));
                foreach (ExplainedNearMiss miss in explanation.NearMisses)
                {
                    seen[miss.KeptBy] = seen.GetValueOrDefault(miss.KeptBy) + 1;
                    AssertIsTheOneThing(policy, request, miss);
                }
            }
        }

        Assert.All(["forbid", "purpose", "audience", "tier"], kept => Assert.True(seen.GetValueOrDefault(kept) >= 20, $"{kept} {seen.GetValueOrDefault(kept)}"));
    }

    private static void AssertIsTheOneThing(CompiledPolicy policy, PolicyRequest request, ExplainedNearMiss miss)
    {
        PolicyRule permit = policy.Policy.Rules.Single(rule => rule.Id == miss.Rule.Id);
        IEnumerable<PolicyRequest> mended = miss.KeptBy switch
        {
            "purpose" => permit.Purposes.Select(purpose => request with { Purpose = purpose }),
            "tier" => permit.Tiers.Select(tier => request with { Tier = tier }),
            _ => [],
        };
        // A rule that names the public tier decides nothing there, its audience does.
        bool decides = miss.KeptBy is "purpose" or "tier"
            ? mended.Any(asked => policy.Evaluate(asked) is var now && (now.Permitted || now.Kind == DecisionKind.ExplicitForbid))
            : permit.Tiers.Contains(request.Tier) && (permit.Purposes.Contains(request.Purpose) || miss.KeptBy == "forbid");
        Assert.True(decides, miss.KeptBy);
    }

    private static PolicyExplanation Explain(CompiledPolicy policy, string? state, string? organisation, string? role, string[] actors, string tier, string purpose) =>
        PolicyExplanation.Of(policy, new PolicyRequest(new Requester(state, organisation, role, actors), tier, purpose, Day));
}
