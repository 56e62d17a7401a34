namespace Broker.Policy.Tests;

/// <summary>The compiled evaluator against the slow reference, on generated policies and requests.</summary>
public sealed class DifferentialTests
{
    private const int Policies = 4000;
    private const int RequestsEach = 252;
    private const int MostTiers = 8;
    private const int MostRules = 64;

    [Fact]
    public void CompiledPolicy_OnAMillionGeneratedPairs_AgreesWithTheReference()
    {
        var kinds = new Dictionary<DecisionKind, int>();
        int pairs = 0, mostTiers = 0, mostRules = 0, forBoth = 0;
        foreach ((CompiledPolicy compiled, PolicyRequest request) in Pairs("agreement", Policies, RequestsEach))
        {
            Decision decision = compiled.Evaluate(request);
            string? difference = NaiveEvaluator.Difference(compiled.Policy, request, NaiveEvaluator.Evaluate(compiled.Policy, request), decision);
            Assert.True(difference is null, difference);
            kinds[decision.Kind] = kinds.GetValueOrDefault(decision.Kind) + 1;
            mostTiers = Math.Max(mostTiers, compiled.Policy.Tiers.Count);
            mostRules = Math.Max(mostRules, compiled.Policy.Rules.Count);
            forBoth += request.Requester is { State: not null, Organisation: not null } ? 1 : 0;
            pairs++;
        }

        // As many as were claimed, as large as policies get, and each kind of decision often enough to mean something.
        Assert.True(pairs >= 1_000_000, $"{pairs}");
        Assert.Equal((MostTiers, MostRules), (mostTiers, mostRules));
        Assert.True(forBoth > 50_000, $"{forBoth}");
        Assert.All(Enum.GetValues<DecisionKind>(), kind => Assert.True(kinds.GetValueOrDefault(kind) > 5000, $"{kind}: {kinds.GetValueOrDefault(kind)}"));
    }

    public static TheoryData<Mutation> Mutations => [.. Enum.GetValues<Mutation>().Where(m => m != Mutation.None)];

    [Theory]
    [MemberData(nameof(Mutations))]
    public void GeneratedPairs_AgainstAWrongReference_ShowADifference(Mutation mutation) =>
        Assert.Contains(Pairs("mutants", 60, 120), pair =>
            NaiveEvaluator.Evaluate(pair.Compiled.Policy, pair.Request, mutation).Kind != pair.Compiled.Evaluate(pair.Request).Kind);

    [Fact]
    public void ConflictState_InEveryGeneratedPolicy_IsNeverPermittedBeyondThePublicTier()
    {
        int caught = 0;
        foreach ((CompiledPolicy compiled, PolicyRequest request) in Pairs("conflict states", 200, 120))
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
        var generated = new GeneratedPolicies(new Dice(seed), MostTiers, MostRules);
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
