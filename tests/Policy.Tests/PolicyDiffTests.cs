using Broker.Policy.Proof;

namespace Broker.Policy.Tests;

/// <summary>What an officer is shown of two revisions: requests, tiers and the records that are already there.</summary>
public sealed class PolicyDiffTests
{
    private static readonly SharingPolicy Small = PolicyText.Policy(PolicyText.Small);

    [Fact]
    public void NewMember_OfAnAudience_IsPermittedItsTierAlone()
    {
        PolicyDifference difference = PolicyDiff.Between(Small, PolicyText.Policy(PolicyText.With("states: [LUX, RWA, TCD]", "states: [LUX, RWA, TCD, AUS]")));
        Assert.Equal(
            [(DecisionChangeKind.RefuseToPermit, "AUS", "delegates-only", "early-warning"), (DecisionChangeKind.OtherReason, "AUS", "delegates-only", "evaluation")],
            difference.Changes.Select(c => (c.Kind, c.Request.Requester.State, c.Request.Tier, c.Request.Purpose)));
        DecisionChange change = difference.Changes[0];
        Assert.Equal((DecisionKind.NotInAudience, DecisionKind.ExplicitPermit), (change.Earlier.Kind, change.Later.Kind));
        Assert.InRange(change.Classes, 2, 20);
        Assert.Equal(["delegates-only"], difference.Tiers.Where(tier => !tier.StaysWithin).Select(tier => tier.Tier));
        Assert.Equal([("public", "public", "consortium"), ("delegates-only", "delegates-only", "consortium"), ("consortium", "consortium", "consortium")], Records(difference));
    }

    [Fact]
    public void RulePutFirst_ThatMovesTheOthersIds_ChangesOnlyWhatItForbids()
    {
        const string Forbid = "rules:\n  - forbid: consortium\n    to: { organisations: [ngo-b] }\n    because: they left\n";
        PolicyDifference difference = PolicyDiff.Between(Small, PolicyText.Policy(PolicyText.With("rules:\n", Forbid)));
        Assert.Equal(DecisionChangeKind.PermitToRefuse, difference.Changes[0].Kind);
        Assert.Equal(("ngo-b", "consortium"), (difference.Changes[0].Request.Requester.Organisation, difference.Changes[0].Request.Tier));
        Assert.All(difference.Changes.Skip(1), change => Assert.Equal((DecisionChangeKind.OtherReason, "consortium"), (change.Kind, change.Request.Tier)));
        Assert.All(difference.Tiers, tier => Assert.True(tier.StaysWithin));
    }

    [Fact]
    public void ForbidWithAnotherReason_IsAnOtherReasonAndNoMore()
    {
        PolicyDifference difference = PolicyDiff.Between(Small, PolicyText.Policy(PolicyText.With("because: a state alleged", "because: whoever is alleged")));
        Assert.Equal(["delegates-only", "consortium"], difference.Changes.Select(change => change.Request.Tier));
        Assert.All(difference.Changes, change => Assert.Equal(DecisionChangeKind.OtherReason, change.Kind));
    }

    [Fact]
    public void DroppedTier_IsShownAsGoneAndSealsOlderRecords()
    {
        string text = PolicyText.With("  - permit: release\n    to: delegates-only\n    for: [early-warning]\n", "");
        int start = text.IndexOf("  delegates-only:\n", StringComparison.Ordinal), end = text.IndexOf("  consortium:\n", StringComparison.Ordinal);
        PolicyDifference difference = PolicyDiff.Between(Small, PolicyText.Policy(text.Remove(start, end - start)));
        Assert.Equal(["public", "consortium", "delegates-only"], difference.Tiers.Select(tier => tier.Tier));
        Assert.Equal([], difference.Tiers[0].Widenings);
        Assert.Equal([WideningCodes.NoiseStrata], difference.Tiers[1].Widenings.Select(w => w.Code));
        Assert.Equal([WideningCodes.TierGone], difference.Tiers[2].Widenings.Select(w => w.Code));

        // The numbers of the most closed tier hold less noise, so nothing older enters it, nor what is more open.
        Assert.Equal([("public", "public", null), ("delegates-only", "delegates-only", null), ("consortium", "consortium", null)], Records(difference));
        Assert.Contains(difference.Changes, change => (change.Kind, change.Request.Tier, change.Later.Kind) == (DecisionChangeKind.PermitToRefuse, "delegates-only", DecisionKind.UnknownTier));
    }

    [Fact]
    public void Policy_OfTooManyClasses_IsNeitherProvedNorComparedNorSampled()
    {
        SharingPolicy large = Large();
        Assert.True(RequestClasses.Of(large).Count > RequestClasses.Most);
        PolicyProofs proofs = PolicyProver.Prove(large, [], null);
        Assert.Equal((true, false, 0), (proofs.IsTooLarge, proofs.Hold, proofs.Proofs.Count));
        PolicyDifference difference = PolicyDiff.Between(Small, large);
        Assert.True(difference.IsTooLarge);
        Assert.Empty(difference.Changes);
        Assert.NotEmpty(difference.Tiers);
        Assert.Empty(RuleReach.Unreachable(large));
    }

    [Fact]
    public void UnreachableRule_IsWarnedOfAtItsPlace()
    {
        const string Shadowed = "  - forbid: consortium\n    to: { states: [LUX] }\n    for: [evaluation]\n    because: two reasons\n";
        string text = PolicyText.With("rules:\n", "rules:\n" + Shadowed).Replace("to: { affiliated-with: conflicts }", "to: anyone", StringComparison.Ordinal);
        PolicyReading reading = PolicyText.Read(text);
        Assert.Empty(reading.Diagnostics);
        Assert.Equal(
            ["p.yaml:43:5: rule-2 decides no request that there can be", "p.yaml:46:5: rule-3 decides no request that there can be"],
            RuleReach.Warnings(reading.Policy!, "p.yaml").Select(warning => warning.ToString()));
        Assert.All(RuleReach.Warnings(reading.Policy!, "p.yaml"), warning => Assert.Equal((PolicyCodes.RuleUnreachable, false), (warning.Code, warning.IsError)));
    }

    private static IEnumerable<(string, string?, string?)> Records(PolicyDifference difference) =>
        difference.Records.Select(record => (record.HighestTier, record.Earlier, record.Later));

    // Each conflict has its own state, actor and first day, so that nothing falls together.
    private static SharingPolicy Large()
    {
        string[] states = [.. StateCodes.All.Order(StringComparer.Ordinal).Take(64)];
        IEnumerable<string> conflicts = states.Select((state, i) => $"  - {{ states: [{state}], actors: [actor-{i}], since: 2013-{1 + (i % 12):00}-{1 + (i / 12):00} }}\n");
        return PolicyText.Policy(PolicyText.With("  - { states: [CAF], actors: [fprc], since: 2013-01-01 }\n", string.Concat(conflicts)));
    }
}
