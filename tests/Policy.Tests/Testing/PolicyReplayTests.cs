using Broker.Policy.Testing;

namespace Broker.Policy.Tests.Testing;

public sealed class PolicyReplayTests
{
    private static readonly string Revision = new('a', 64);

    [Fact]
    public void Replay_UnderTheSamePolicy_ChangesNothing()
    {
        CompiledPolicy policy = CompiledPolicy.Compile(PolicyText.Caf2013());
        PolicyReplay replay = PolicyReplay.Of(policy, Log(policy, new Dice("replayed"), 2014), against: null);
        Assert.Equal((2014, 0, 0, 0), (replay.Replayed, replay.Changed, replay.Elsewhere, replay.Changes.Count));
    }

    [Fact]
    public void Replay_WithoutOneState_ChangesThatStatesRequestsAlone()
    {
        CompiledPolicy policy = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small));
        CompiledPolicy without = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.With("[LUX, RWA, TCD]", "[LUX, TCD]")));
        LoggedRequest[] log = [One(1, "LUX"), One(2, "RWA"), One(3, "RWA"), One(7, "FRA", permitted: false), One(8, "RWA") with { Day = new DateOnly(2014, 1, 5) }];
        PolicyReplay replay = PolicyReplay.Of(without, log, against: null);
        Assert.Equal((5, 3), (replay.Replayed, replay.Changed));
        ReplayChange change = Assert.Single(replay.Changes);
        Assert.Equal((true, "Permitted by rule-1 of revision " + Revision + ".", DecisionKind.NotInAudience), (change.WasPermitted, change.Then, change.Now.Kind));
        Assert.Equal([2L, 3L, 8L], change.Entries);
        Assert.Equal("RWA", change.Request.Requester.State);
        Assert.Equal(0, PolicyReplay.Of(policy, log, against: null).Changed);
    }

    [Fact]
    public void Replay_AgainstAnotherPolicy_ComparesDecisionsAndNotAnswers()
    {
        CompiledPolicy policy = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small));
        LoggedRequest wrong = One(1, "LUX", permitted: false);
        Assert.Equal(1, PolicyReplay.Of(policy, [wrong], against: null).Changed);
        Assert.Equal("Refused by no rule of revision " + Revision + ".", PolicyReplay.Of(policy, [wrong], against: null).Changes[0].Then);
        Assert.Equal(0, PolicyReplay.Of(policy, [wrong], policy).Changed);
    }

    [Fact]
    public void Replay_OfRequestsAboutAnotherCountry_LeavesThemOutAndSaysSo()
    {
        CompiledPolicy policy = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small));
        PolicyReplay replay = PolicyReplay.Of(policy, [One(1, "FRA"), One(2, "FRA") with { Country = "TCD" }], against: null);
        Assert.Equal((1, 1, 1), (replay.Replayed, replay.Elsewhere, replay.Changed));
    }

    [Fact]
    public void Entries_OfManyRequests_AreNamedUpToTen()
    {
        CompiledPolicy policy = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small));
        PolicyReplay replay = PolicyReplay.Of(policy, [.. Enumerable.Range(0, 25).Select(i => One(i, "FRA"))], against: null);
        ReplayChange change = Assert.Single(replay.Changes);
        Assert.Equal((25, 10), (change.Count, change.Entries.Count));
    }

    [Fact]
    public void Replay_OfGeneratedRevisions_CountsWhatOneByOneComparingCounts()
    {
        var dice = new Dice("replays of revisions");
        var generated = new GeneratedPolicies(dice);
        int changed = 0;
        for (int i = 0; i < 60; i++)
        {
            CompiledPolicy then = CompiledPolicy.Compile(generated.Policy()), now = CompiledPolicy.Compile(generated.Policy());
            List<LoggedRequest> log = Log(then, dice, 100);
            LoggedRequest[] differing = [.. log.Where(request => now.Evaluate(request.ToRequest()).Permitted != request.Permitted)];
            foreach (PolicyReplay replay in new[] { PolicyReplay.Of(now, log, against: null), PolicyReplay.Of(now, log, then) })
            {
                Assert.Equal(differing.Length, replay.Changed);
                Assert.Equal(differing.Length, replay.Changes.Sum(change => change.Count));
                Assert.All(replay.Changes, change => Assert.Equal(now.Evaluate(change.Request).Sentence, change.Now.Sentence));
            }

            changed += differing.Length;
        }

        Assert.True(changed > 200);
    }

    private static LoggedRequest One(long entry, string state, bool permitted = true) =>
        new(entry, new DateOnly(2014, 2, 24), state, null, "delegate", [], "delegates-only", "early-warning", "CAF", Revision, permitted, permitted ? "rule-1" : null);

    private static List<LoggedRequest> Log(CompiledPolicy policy, Dice dice, int count)
    {
        var generated = new GeneratedPolicies(dice);
        var log = new List<LoggedRequest>();
        while (log.Count < count)
        {
            PolicyRequest request = generated.Request(policy.Policy);
            Decision decision = policy.Evaluate(request);
            Requester asks = request.Requester;
            string[] actors = [.. asks.Actors.Order(StringComparer.Ordinal)];
            var logged = new LoggedRequest(
                log.Count, request.On, asks.State, asks.Organisation, asks.Role, actors, request.Tier, request.Purpose, "CAF", policy.Policy.Revision, decision.Permitted, decision.DeterminingRules is [var first, ..] ? first : null);
            if (decision.Kind != DecisionKind.EvaluationError)
            {
                log.AddRange(RequestLog.Read(RequestLog.Format(logged)).Requests);
            }
        }

        return log;
    }
}
