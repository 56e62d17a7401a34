using Broker.Policy.Proof;

namespace Broker.Policy.Tests;

/// <summary>Broken evaluators and broken policies, each of which a claim must catch.</summary>
public sealed class ProverAttackTests
{
    private static readonly SharingPolicy Small = PolicyText.Policy(PolicyText.Small);

    // A state in the audience with a conflict that begins within its term, and a role, a term, a second permit to go wrong.
    private static readonly SharingPolicy Open = PolicyText.Policy(PolicyText.With(
        "- { states: [CAF], actors: [fprc], since: 2013-01-01 }",
        "- { states: [RWA], actors: [fprc], since: 2013-06-01 }"));

    [Theory]
    [InlineData(Mutation.NeverLapses, "lapsed")]
    [InlineData(Mutation.AudienceIgnored, "audience")]
    [InlineData(Mutation.RoleIgnored, "audience")]
    [InlineData(Mutation.TermsIgnored, "audience")]
    [InlineData(Mutation.BothPartiesAllowed, "audience")]
    [InlineData(Mutation.PermitTierIgnored, "default-deny")]
    [InlineData(Mutation.PermitPurposeIgnored, "default-deny")]
    [InlineData(Mutation.DefaultPermit, "default-deny")]
    [InlineData(Mutation.ForbidsIgnored, "conflict-states forbid-wins")]
    [InlineData(Mutation.PermitBeatsForbid, "conflict-states forbid-wins")]
    [InlineData(Mutation.ConflictStatesIgnored, "conflict-states forbid-wins")]
    [InlineData(Mutation.ConflictActorsIgnored, "conflict-states forbid-wins")]
    public void BrokenEvaluator_ThatPermitsTooMuch_IsCaughtByItsClaims(Mutation mutation, string claims)
    {
        PolicyProofs proofs = PolicyProver.Prove(Open, [], earlier: null, Broken(Open, mutation));
        Assert.Equal(claims.Split(' '), proofs.Proofs.Where(proof => !proof.Holds).Select(proof => proof.Id));
        Assert.All(proofs.Proofs.Where(proof => !proof.Holds), proof => Assert.InRange(proof.Classes, 1, proofs.Classes - 1));
    }

    [Theory]
    [InlineData(Mutation.None)]
    [InlineData(Mutation.LapsesADayEarly)]
    [InlineData(Mutation.PublicIsNotForAnyone)]
    [InlineData(Mutation.ForbidTierIgnored)]
    [InlineData(Mutation.SinceIgnored)]
    public void Evaluator_ThatPermitsNoMore_IsNotAccused(Mutation mutation) =>
        Assert.True(PolicyProver.Prove(Open, [], earlier: null, Broken(Open, mutation)).Hold);

    // Each side of a requester that acts for both is tried beside one that nobody names.
    [Theory]
    [InlineData("delegates-only", "LUX")]
    [InlineData("consortium", "ngo-b")]
    public void Evaluator_ThatTakesOneSideOfARequesterForBoth_IsCaught(string tier, string side)
    {
        Func<PolicyRequest, Decision> broken = Broken(Open, Mutation.BothPartiesAllowed), sound = Broken(Open, Mutation.None);
        PolicyProofs proofs = PolicyProver.Prove(Open, [], earlier: null, request => (request.Tier == tier ? broken : sound)(request));
        PolicyProof audience = Assert.Single(proofs.Proofs, proof => !proof.Holds);
        Assert.Equal("audience", audience.Id);
        Requester? caught = audience.Counterexample?.Request.Requester;
        Assert.Contains(side, (string?[])[caught?.State, caught?.Organisation]);
        Assert.All((string?[])[caught?.State, caught?.Organisation], Assert.NotNull);
    }

    [Fact]
    public void Evaluator_ThatPermitsAnUnknownTier_IsCaught()
    {
        CompiledPolicy compiled = CompiledPolicy.Compile(Open);
        PolicyProofs proofs = PolicyProver.Prove(Open, [], earlier: null, request => compiled.Evaluate(request with { Tier = "public" }));
        PolicyProof audience = Assert.Single(proofs.Proofs, proof => proof.Id == "audience");
        Assert.EndsWith(", and is not in audience `delegates` on that day.", audience.Counterexample?.Sentence, StringComparison.Ordinal);
        proofs = PolicyProver.Prove(Open, [], earlier: null, request => request.Tier == "other-tier" ? Permit(Open) : compiled.Evaluate(request));
        audience = Assert.Single(proofs.Proofs, proof => proof.Id == "audience");
        Assert.EndsWith(", and the policy has no such tier.", audience.Counterexample?.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Tier_PassedOnToAStateOfAConflict_IsRefutedWhateverTheConflictsFirstDay()
    {
        string text = PolicyText.With("    threshold: { sources: 5, organisations: 3 }\n    narrative: approved\n  consortium", "    threshold: { sources: 5, organisations: 3 }\n    narrative: approved\n    onward: to-permanent-members\n  consortium");
        Assert.True(PolicyProver.Prove(PolicyText.Policy(text), [], null).Hold);
        SharingPolicy broken = PolicyText.Policy(text.Replace("states: [CAF], actors: [fprc], since: 2013-01-01", "states: [CAF, FRA], since: 2015-06-01", StringComparison.Ordinal));
        PolicyProof proof = Assert.Single(PolicyProver.Prove(broken, [], null).Proofs, proof => !proof.Holds);
        Assert.Equal("conflict-onward", proof.Id);
        Assert.EndsWith(", and may pass it on to `FRA`, of a declared conflict.", proof.Counterexample?.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LUX RWA TCD", "", "delegate", null)]
    [InlineData("LUX RWA TCD FRA", "ngo-b", null, null)]
    [InlineData("LUX TCD", "", "delegate", "RWA")]
    [InlineData("RWA TCD", "", "delegate", "LUX")]
    [InlineData("LUX RWA", "", "delegate", "TCD")]
    [InlineData("LUX RWA TCD", "", "analyst", "LUX")]
    [InlineData("", "", null, "LUX")]
    public void Bound_OfATier_HoldsUnlessItLeavesAMemberOut(string states, string organisations, string? role, string? counterexample)
    {
        var bound = new AudienceBound("delegates-only", Names(states), Names(organisations), role);
        PolicyProof proof = PolicyProver.Prove(Small, [bound], null).Proofs[^1];
        Assert.Equal("audience-at-most delegates-only", proof.Id);
        Assert.Equal(counterexample, proof.Counterexample?.Request.Requester.State);
        Assert.Equal(counterexample is null, proof.Holds);
    }

    [Fact]
    public void Bound_OfThePublicTier_NeverHolds()
    {
        PolicyProof proof = PolicyProver.Prove(Small, [new AudienceBound("public", ["LUX"], ["ngo-b"], null)], null).Proofs[^1];
        Assert.Equal("A requester of state `RWA` is permitted tier `public` for `early-warning` on 2012-12-31 by audience-public, whom the bound of the tier does not name.", proof.Counterexample?.Sentence);
    }

    [Fact]
    public void Bound_OfATierThatIsNotThere_IsTheCallersFault() =>
        Assert.Throws<ArgumentException>(() => PolicyProver.Prove(Small, [new AudienceBound("nowhere", [], [], null)], null));

    [Fact]
    public void LaterReviewDate_Alone_IsLongerAndNoWider()
    {
        SharingPolicy later = PolicyText.Policy(PolicyText.With("review-by: 2015-06-30", "review-by: 2016-06-30"));
        PolicyProof broken = Assert.Single(PolicyProver.Prove(later, [], Small).Proofs, proof => !proof.Holds);
        Assert.Equal("no-longer", broken.Id);
        Assert.Equal(new DateOnly(2015, 7, 1), broken.Counterexample?.Request.On);
        Assert.True(PolicyProver.Prove(Small, [], later).Hold);
    }

    [Fact]
    public void WiderRevision_IsRefutedByWhatTheEarlierOneRefuses()
    {
        SharingPolicy later = PolicyText.Policy(PolicyText.With("to: delegates-only\n    for: [early-warning]", "to: delegates-only\n    for: [early-warning, evaluation]"));
        PolicyProof broken = Assert.Single(PolicyProver.Prove(later, [], Small).Proofs, proof => !proof.Holds);
        Assert.Equal(("no-wider", "evaluation"), (broken.Id, broken.Counterexample?.Request.Purpose));
        Assert.EndsWith("and the earlier revision says: Refused: no rule permits releases of tier `delegates-only` for `evaluation`.", broken.Counterexample?.Sentence, StringComparison.Ordinal);
        Assert.True(PolicyProver.Prove(Small, [], later).Hold);
    }

    // A permit from a broken evaluator, made of a real decision so that it has all of a decision's fields.
    private static Decision Permit(SharingPolicy policy) =>
        CompiledPolicy.Compile(policy).Evaluate(new PolicyRequest(new Requester(null, null, null, []), policy.Tiers[0].Name, "early-warning", policy.ReviewBy));

    private static Func<PolicyRequest, Decision> Broken(SharingPolicy policy, Mutation mutation)
    {
        Decision permit = Permit(policy), refusal = permit with { Permitted = false };
        return request => NaiveEvaluator.Evaluate(policy, request, mutation).Kind == DecisionKind.ExplicitPermit ? permit : refusal;
    }

    private static string[] Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
