namespace Broker.Policy.Tests;

/// <summary>The compiled evaluator against the slow reference, on generated policies and requests.</summary>
public sealed class DifferentialTests
{
    private const int Policies = 1000;
    private const int RequestsEach = 120;

    [Fact]
    public void CompiledPolicy_OnGeneratedPairs_AgreesWithTheReference()
    {
        var kinds = new Dictionary<DecisionKind, int>();
        foreach ((CompiledPolicy compiled, PolicyRequest request) in Pairs("agreement", Policies, RequestsEach))
        {
            Decision decision = compiled.Evaluate(request);
            NaiveEvaluator.Answer answer = NaiveEvaluator.Evaluate(compiled.Policy, request);
            Assert.Equal(answer.Kind, decision.Kind);
            Assert.Equal(answer.Kind == DecisionKind.ExplicitPermit, decision.Permitted);
            Assert.Equal(answer.Determining, decision.DeterminingRules);
            Assert.Equal(answer.Near, decision.NearMisses);
            Assert.Equal(answer.Missing, decision.MissingFacts);
            kinds[decision.Kind] = kinds.GetValueOrDefault(decision.Kind) + 1;
        }

        // Every kind of decision was met often enough to mean something.
        Assert.All(Enum.GetValues<DecisionKind>(), kind => Assert.True(kinds.GetValueOrDefault(kind) > 500, kind.ToString()));
    }

    public static TheoryData<Mutation> Mutations => [.. Enum.GetValues<Mutation>().Where(m => m != Mutation.None)];

    [Theory]
    [MemberData(nameof(Mutations))]
    public void GeneratedPairs_AgainstAWrongReference_ShowADifference(Mutation mutation) =>
        Assert.Contains(Pairs("mutants", 60, RequestsEach), pair =>
            NaiveEvaluator.Evaluate(pair.Compiled.Policy, pair.Request, mutation).Kind != pair.Compiled.Evaluate(pair.Request).Kind);

    [Fact]
    public void ConflictState_InEveryGeneratedPolicy_IsNeverPermittedBeyondThePublicTier()
    {
        int caught = 0;
        foreach ((CompiledPolicy compiled, PolicyRequest request) in Pairs("conflict states", 200, RequestsEach))
        {
            SharingPolicy policy = compiled.Policy;
            bool affiliated = policy.Conflicts.Any(c => c.Since <= request.On
                && (c.States.Contains(request.Requester.State) || c.Actors.Any(request.Requester.Actors.Contains)));
            bool isPublic = policy.Tiers.Any(t => t.Name == request.Tier && policy.Audiences[t.Audience].Anyone);
            if (affiliated && !isPublic)
            {
                Assert.False(compiled.Evaluate(request).Permitted);
                caught++;
            }
        }

        Assert.True(caught > 1000);
    }

    private static IEnumerable<(CompiledPolicy Compiled, PolicyRequest Request)> Pairs(string seed, int policies, int requests)
    {
        var generated = new GeneratedPolicies(new Dice(seed));
        for (int i = 0; i < policies; i++)
        {
            CompiledPolicy compiled = CompiledPolicy.Compile(generated.Policy());
            for (int j = 0; j < requests; j++)
            {
                yield return (compiled, generated.Request(compiled.Policy));
            }
        }
    }
}
