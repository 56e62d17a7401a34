namespace Broker.Policy.Tests;

[Collection(AloneCollection.Name)]
public sealed class CompiledPolicyTests
{
    private static readonly DateOnly Day = new(2014, 2, 24);
    private static readonly CompiledPolicy Caf = CompiledPolicy.Compile(PolicyText.Caf2013());

    [Fact]
    public void Delegate_OfAnElectedMember_IsPermittedByTheRule()
    {
        Decision decision = Ask("LUX", "elected-member", "council-briefing");
        Assert.Equal((true, DecisionKind.ExplicitPermit), (decision.Permitted, decision.Kind));
        Assert.Equal(["rule-1"], decision.DeterminingRules);
        Assert.Equal("Permitted by rule-1: releases of tier `elected-member` for `council-briefing`.", decision.Sentence);
    }

    [Fact]
    public void Delegate_OfTheConflictState_IsForbiddenWithTheReason()
    {
        Decision decision = Ask("CAF", "elected-member", "council-briefing");
        Assert.Equal((false, DecisionKind.ExplicitForbid), (decision.Permitted, decision.Kind));
        Assert.Equal(["rule-3"], decision.DeterminingRules);
        Assert.Equal("Refused by rule-3: a state alleged to perpetrate never learns what is known of it.", decision.Sentence);
    }

    [Fact]
    public void Delegate_AffiliatedWithAnArmedActor_IsForbiddenThoughInTheAudience()
    {
        Decision decision = Caf.Evaluate(new PolicyRequest(new Requester("LUX", null, "delegate", ["fprc"]), "elected-member", "council-briefing", Day));
        Assert.Equal(DecisionKind.ExplicitForbid, decision.Kind);
        Assert.Equal(["rule-1"], decision.NearMisses);
    }

    [Fact]
    public void Delegate_OfAPermanentMember_IsNotInTheAudience()
    {
        Decision decision = Ask("FRA", "elected-member", "council-briefing");
        Assert.Equal((false, DecisionKind.NotInAudience), (decision.Permitted, decision.Kind));
        Assert.Equal("Refused: releases of tier `elected-member` go to `elected-members` only.", decision.Sentence);
        Assert.Equal(["rule-1"], decision.NearMisses);
        Assert.Empty(decision.MissingFacts);
    }

    [Fact]
    public void ConflictState_AskingForThePublicTier_GetsWhatEverybodyKnows()
    {
        Decision decision = Ask("CAF", "public", "council-briefing");
        Assert.Equal((true, DecisionKind.ExplicitPermit), (decision.Permitted, decision.Kind));
        Assert.Equal(["audience-public"], decision.DeterminingRules);
    }

    [Fact]
    public void Decision_OfEachKind_NamesTheRevisionThatDecided()
    {
        (DecisionKind Kind, Decision Decision)[] each =
        [
            (DecisionKind.EvaluationError, Ask("lux", "elected-member", "council-briefing")),
            (DecisionKind.Lapsed, Caf.Evaluate(new PolicyRequest(new Requester("LUX", null, "delegate", []), "public", "council-briefing", Day.AddYears(9)))),
            (DecisionKind.UnknownTier, Ask("LUX", "no-such-tier", "council-briefing")),
            (DecisionKind.ExplicitForbid, Ask("CAF", "elected-member", "council-briefing")),
            (DecisionKind.UnknownPurpose, Ask("LUX", "elected-member", "no-such-purpose")),
            (DecisionKind.NotInAudience, Ask("FRA", "elected-member", "council-briefing")),
            (DecisionKind.ImplicitRefusal, Ask("LUX", "elected-member", "evaluation")),
            (DecisionKind.ExplicitPermit, Ask("LUX", "elected-member", "council-briefing")),
        ];
        Assert.Equal(Enum.GetValues<DecisionKind>(), each.Select(made => made.Kind));
        Assert.All(each, made => Assert.Equal((made.Kind, Caf.Policy.Revision), (made.Decision.Kind, made.Decision.Revision)));
    }

    [Theory]
    [InlineData("2015-06-30", DecisionKind.NotInAudience)]
    [InlineData("2015-07-01", DecisionKind.Lapsed)]
    public void Policy_PastItsReviewDate_PermitsNothing(string day, DecisionKind kind)
    {
        var request = new PolicyRequest(new Requester("LUX", null, "delegate", []), "elected-member", "council-briefing", DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(kind, Caf.Evaluate(request).Kind);
        Assert.Equal(kind != DecisionKind.Lapsed, Caf.Evaluate(request with { Tier = "public" }).Permitted);
    }

    [Theory]
    [InlineData("AZE", "2013-12-31", true)]
    [InlineData("AZE", "2014-01-01", false)]
    [InlineData("TCD", "2013-12-31", false)]
    [InlineData("TCD", "2014-01-01", true)]
    public void Delegate_OutsideOfTheStatesTerm_IsRefused(string state, string day, bool permitted)
    {
        var on = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(permitted, Caf.Evaluate(new PolicyRequest(new Requester(state, null, "delegate", []), "elected-member", "early-warning", on)).Permitted);
    }

    [Fact]
    public void Conflict_BeforeItsFirstDay_DoesNotCount()
    {
        var request = new PolicyRequest(new Requester("LUX", null, "delegate", ["fprc"]), "elected-member", "early-warning", new DateOnly(2013, 1, 1));
        Assert.Equal(DecisionKind.ExplicitForbid, Caf.Evaluate(request).Kind);
        CompiledPolicy later = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.With("since: 2013-01-01", "since: 2013-01-02")));
        Assert.True(later.Evaluate(request with { Tier = "delegates-only" }).Permitted);
    }

    [Fact]
    public void Requester_ActingForAStateAndAnOrganisation_IsInNoClosedAudience() =>
        Assert.Equal(DecisionKind.NotInAudience, Caf.Evaluate(new PolicyRequest(new Requester("LUX", "ngo-b", "delegate", []), "consortium", "evaluation", Day)).Kind);

    [Fact]
    public void Requester_WithoutFacts_IsToldWhichAreMissing()
    {
        Decision decision = Caf.Evaluate(new PolicyRequest(new Requester(null, null, null, []), "elected-member", "early-warning", Day));
        Assert.Equal(["state", "role"], decision.MissingFacts);
        Assert.Equal(["organisation"], Caf.Evaluate(new PolicyRequest(new Requester(null, null, null, []), "consortium", "evaluation", Day)).MissingFacts);
    }

    [Fact]
    public void Purpose_ThatNoRulePermits_IsRefusedWithItsNearMisses()
    {
        Decision decision = Ask("LUX", "elected-member", "evaluation");
        Assert.Equal(DecisionKind.ImplicitRefusal, decision.Kind);
        Assert.Empty(decision.DeterminingRules);
        Assert.Equal(["rule-1"], decision.NearMisses);
        Assert.Equal("Refused: no rule permits releases of tier `elected-member` for `evaluation`.", decision.Sentence);
    }

    [Theory]
    [InlineData("caf", "elected-member", "council-briefing")]
    [InlineData("XYZ", "elected-member", "council-briefing")]
    [InlineData("LUX", "Elected-Member", "council-briefing")]
    [InlineData("LUX", "elected-member", "")]
    [InlineData("LUX", "public", "a purpose\nof two lines")]
    public void Request_ThatIsNotWellFormed_IsRefusedWithoutItsText(string state, string tier, string purpose)
    {
        Decision decision = Ask(state, tier, purpose);
        Assert.Equal((false, DecisionKind.EvaluationError), (decision.Permitted, decision.Kind));
        Assert.Equal("Refused: the request could not be evaluated.", decision.Sentence);
    }

    [Fact]
    public void Request_WithNullFacts_IsRefused()
    {
        Assert.Equal(DecisionKind.EvaluationError, Caf.Evaluate(new PolicyRequest(null!, "public", "evaluation", Day)).Kind);
        Assert.Equal(DecisionKind.EvaluationError, Caf.Evaluate(new PolicyRequest(new Requester("LUX", null, null, null!), "public", "evaluation", Day)).Kind);
        Assert.Equal(DecisionKind.EvaluationError, Caf.Evaluate(new PolicyRequest(new Requester("LUX", null, null, [null!]), "public", "evaluation", Day)).Kind);
        Assert.Equal(DecisionKind.EvaluationError, Caf.Evaluate(new PolicyRequest(new Requester("LUX", null, null, []), null!, "evaluation", Day)).Kind);
    }

    [Fact]
    public void Request_OfUnknownNames_IsRefusedWithoutThem()
    {
        Assert.Equal("Refused: the sharing policy has no such tier.", Ask("LUX", "secret-tier", "evaluation").Sentence);
        Decision decision = Ask("LUX", "elected-member", "curiosity");
        Assert.Equal((DecisionKind.UnknownPurpose, "Refused: the sharing policy names no such purpose."), (decision.Kind, decision.Sentence));
    }

    // No reader makes such a rule: should there ever be one, everybody is kept out rather than nobody.
    [Fact]
    public void Forbid_OfACondition_ThatTheEvaluatorDoesNotKnow_KeepsEverybodyOut()
    {
        SharingPolicy policy = PolicyText.Policy(PolicyText.Small);
        var strange = new PolicyRule("rule-4", true, ["consortium"], [], new RequesterCondition((RequesterConditionKind)99, ["ngo-b"]), "of no kind", 1);
        var request = new PolicyRequest(new Requester(null, "network-c", null, []), "consortium", "evaluation", Day);
        Assert.True(CompiledPolicy.Compile(policy).Evaluate(request).Permitted);
        Decision decision = CompiledPolicy.Compile(GeneratedRevisions.With(policy, [.. policy.Rules, strange])).Evaluate(request);
        Assert.Equal((DecisionKind.ExplicitForbid, "rule-4"), (decision.Kind, Assert.Single(decision.DeterminingRules)));
    }

    // Fourteen forbids of an actor each make 16,384 different decisions, twice what is kept.
    [Fact]
    public void Evaluate_OfMoreDecisionsThanAreKept_AnswersTheSameAndKeepsNoMore()
    {
        string forbids = string.Concat(Enumerable.Range(0, 14).Select(n => $"  - forbid: consortium\n    to: {{ actors: [band-{n}] }}\n    because: it was agreed so\n"));
        CompiledPolicy compiled = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small + forbids));
        PolicyRequest[] requests = [.. Enumerable.Range(1, (1 << 14) - 1).Select(bits => new PolicyRequest(
            new Requester(null, "ngo-b", null, [.. Enumerable.Range(0, 14).Where(n => (bits & (1 << n)) != 0).Select(n => $"band-{n}")]), "consortium", "evaluation", Day))];
        foreach (PolicyRequest request in requests)
        {
            Assert.Equal(request.Requester.Actors.Select(a => $"rule-{4 + int.Parse(a[5..], System.Globalization.CultureInfo.InvariantCulture)}"), compiled.Evaluate(request).DeterminingRules);
        }

        Assert.Equal(8192, requests.Count(request => ReferenceEquals(compiled.Evaluate(request), compiled.Evaluate(request))));
    }

    [Fact]
    public void Evaluate_OnceWarm_AllocatesNothing()
    {
        PolicyRequest[] requests =
        [
            .. from state in new[] { "LUX", "CAF", "FRA" }
               from tier in new[] { "public", "elected-member", "consortium", "nowhere" }
               from purpose in new[] { "council-briefing", "evaluation", "curiosity" }
               select new PolicyRequest(new Requester(state, null, "delegate", ["mpc"]), tier, purpose, Day),
        ];
        RunAll(requests, 200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int permitted = RunAll(requests, 500);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(500 * 10, permitted);
    }

    private static int RunAll(PolicyRequest[] requests, int times)
    {
        int permitted = 0;
        for (int i = 0; i < times; i++)
        {
            foreach (PolicyRequest request in requests)
            {
                permitted += Caf.Evaluate(request).Permitted ? 1 : 0;
            }
        }

        return permitted;
    }

    private static Decision Ask(string state, string tier, string purpose) =>
        Caf.Evaluate(new PolicyRequest(new Requester(state, null, "delegate", []), tier, purpose, Day));
}
