namespace Broker.Policy.Tests;

/// <summary>Dimension by dimension: what is wider, what is no wider, and what cannot be told and so counts as wider.</summary>
public sealed class PolicyNarrowingTests
{
    private const string PublicTier = "    audience: public\n    marking: TLP:CLEAR";
    private const string Agreed = "    because: it was agreed so\n";

    private static readonly SharingPolicy Bound = PolicyText.Policy(NarrowingText.Policy);

    public static TheoryData<int> Widenings => [.. Enumerable.Range(0, NarrowingText.Widenings.Length)];

    public static TheoryData<int> Doubts => [.. Enumerable.Range(0, NarrowingText.Doubts.Length)];

    [Theory]
    [MemberData(nameof(Widenings))]
    public void Revision_ThatWidensOneThing_IsWider(int index)
    {
        (string old, string wider, string tier, _) = NarrowingText.Widenings[index];
        Assert.False(PolicyNarrowing.IsNoWider(NarrowingText.With(old, wider), Bound, tier), old);
    }

    [Theory]
    [MemberData(nameof(Widenings))]
    public void Revision_ThatNarrowsOneThing_IsNoWider(int index)
    {
        (string old, string wider, string tier, _) = NarrowingText.Widenings[index];
        Assert.True(PolicyNarrowing.IsNoWider(Bound, NarrowingText.With(old, wider), tier), old);
    }

    [Theory]
    [MemberData(nameof(Doubts))]
    public void Revision_ThatChangesWhatHasNoOrder_IsWiderBothWays(int index)
    {
        (string old, string other, string tier) = NarrowingText.Doubts[index];
        SharingPolicy changed = NarrowingText.With(old, other);
        Assert.False(PolicyNarrowing.IsNoWider(changed, Bound, tier), old);
        Assert.False(PolicyNarrowing.IsNoWider(Bound, changed, tier), old);
    }

    [Theory]
    [InlineData("caf-2013.yaml")]
    [InlineData("template.yaml")]
    public void PolicyOfTheTree_AgainstItself_IsNoWider(string name)
    {
        SharingPolicy once = Read(name), again = Read(name);
        Assert.All(once.Tiers, tier => Assert.True(PolicyNarrowing.IsNoWider(again, once, tier.Name)));
    }

    [Theory]
    [InlineData("public", "nowhere")]
    [InlineData("middle", "centre")]
    public void Tier_ThatOneRevisionDoesNotHave_IsWiderBothWays(string tier, string renamed)
    {
        SharingPolicy other = PolicyText.Policy(NarrowingText.Policy
            .Replace($"  {tier}:\n", $"  {renamed}:\n", StringComparison.Ordinal)
            .Replace($"to: {tier}\n", $"to: {renamed}\n", StringComparison.Ordinal)
            .Replace($"forbid: {tier}\n", $"forbid: {renamed}\n", StringComparison.Ordinal)
            .Replace($"[{tier}, inner]", $"[{renamed}, inner]", StringComparison.Ordinal));
        Assert.False(PolicyNarrowing.IsNoWider(other, Bound, tier));
        Assert.False(PolicyNarrowing.IsNoWider(other, Bound, renamed));
        Assert.True(PolicyNarrowing.IsNoWider(other, Bound, "inner"));
    }

    // The most closed of three tiers has three times a stratum's noise, that of two has two, with the same `noise: 1`.
    [Fact]
    public void Tier_ThatLosesATierBeforeIt_HasLessNoiseAndIsWider()
    {
        int start = NarrowingText.Policy.IndexOf("  middle:\n", StringComparison.Ordinal), end = NarrowingText.Policy.IndexOf("  inner:\n", StringComparison.Ordinal);
        SharingPolicy without = PolicyText.Policy(NarrowingText.Policy.Remove(start, end - start)
            .Replace("  - permit: release\n    to: middle\n    for: [early-warning]\n", "", StringComparison.Ordinal)
            .Replace("  - forbid: middle\n    to: { states: [RWA, GAB] }\n    for: [early-warning]\n    because: it was agreed so\n", "", StringComparison.Ordinal)
            .Replace("forbid: [middle, inner]", "forbid: inner", StringComparison.Ordinal));
        Assert.False(PolicyNarrowing.IsNoWider(without, Bound, "inner"));
        Assert.True(PolicyNarrowing.IsNoWider(without, Bound, "public"));
        Assert.True(PolicyNarrowing.IsNoWider(Bound, without, "inner"));
    }

    [Fact]
    public void PublicTier_MadeForAFew_IsNoWiderAndTheOtherWayIsWider()
    {
        string text = NarrowingText.Replace(NarrowingText.Policy, PublicTier, "    audience: delegates\n    marking: TLP:GREEN");
        SharingPolicy closed = PolicyText.Policy(NarrowingText.Replace(text, "to: inner\n", "to: [public, inner]\n"));
        Assert.True(PolicyNarrowing.IsNoWider(closed, Bound, "public"));
        Assert.False(PolicyNarrowing.IsNoWider(Bound, closed, "public"));
    }

    [Fact]
    public void Audience_MadeAnyone_IsWiderWhateverTheMarking()
    {
        PolicyTier then = Bound.Tiers[1], now = then with { Audience = "public" };
        Assert.Empty(ReachNarrowing.Widenings(Bound, then, Bound, now));
        Assert.Equal([WideningCodes.Audience, WideningCodes.Onward], ReachNarrowing.Widenings(Bound, now with { Onward = "anyone" }, Bound, then).Select(w => w.Code));
    }

    [Fact]
    public void CommunityOfTlpGreen_DescribedAnew_CountsAsWider()
    {
        string green = NarrowingText.Replace(NarrowingText.Policy, "marking: TLP:AMBER\n", "marking: TLP:GREEN\n");
        string described = NarrowingText.Replace(green, "those listed", "friends of those listed");
        Assert.True(PolicyNarrowing.IsNoWider(PolicyText.Policy(green), PolicyText.Policy(green), "middle"));
        Assert.False(PolicyNarrowing.IsNoWider(PolicyText.Policy(described), PolicyText.Policy(green), "middle"));
        Assert.True(PolicyNarrowing.IsNoWider(PolicyText.Policy(described), PolicyText.Policy(green), "inner"));
    }

    [Theory]
    [InlineData("network-c, network-d] }\n    for: [evaluation, early-warning]", "network-c, network-d] }")]
    [InlineData("{ organisations: [network-c, network-d] }", "anyone")]
    [InlineData("[ngo-b, network-c]", "[ngo-b]")]
    [InlineData("delay: 7d", "delay: 8d")]
    [InlineData("noise: 8", "noise: 9")]
    [InlineData("round-to: 10", "round-to: 20")]
    [InlineData("marking: TLP:AMBER\n", "marking: TLP:AMBER+STRICT\n")]
    [InlineData("actors: [fprc], since: 2013-01-01 }", "actors: [fprc], since: 2013-01-01 }\n  - { states: [TCD], since: 2014-01-01 }")]
    [InlineData(Agreed, Agreed + "  - forbid: any\n    to: { role: analyst }\n" + Agreed)]
    [InlineData("to: inner\n    for: [early-warning, evaluation]", "to: inner\n    for: [evaluation]\n  - permit: release\n    to: inner\n    for: [early-warning]")]
    public void Revision_ThatOnlyNarrows_IsNoWiderForAnyTier(string old, string narrower)
    {
        SharingPolicy later = NarrowingText.With(old, narrower);
        Assert.All(Bound.Tiers, tier => Assert.True(PolicyNarrowing.IsNoWider(later, Bound, tier.Name), tier.Name));
    }

    [Fact]
    public void ReviewDate_ThatIsPutOff_IsNotCompared()
    {
        SharingPolicy later = NarrowingText.With("review-by: 2015-06-30", "review-by: 2016-06-30");
        Assert.All(Bound.Tiers, tier => Assert.True(PolicyNarrowing.IsNoWider(later, Bound, tier.Name), tier.Name));
    }

    [Fact]
    public void Forbid_OfAPurposeThatTheTierNoLongerServes_NeedNotStay()
    {
        const string Forbid = "  - forbid: inner\n    to: { role: analyst }\n    for: [evaluation]\n" + Agreed;
        SharingPolicy earlier = NarrowingText.With(Agreed, Agreed + Forbid);
        SharingPolicy served = NarrowingText.With("to: inner\n    for: [early-warning, evaluation]", "to: inner\n    for: [early-warning]");
        Assert.True(PolicyNarrowing.IsNoWider(served, earlier, "inner"));
        Assert.False(PolicyNarrowing.IsNoWider(Bound, earlier, "inner"));
    }

    [Fact]
    public void TwoForbids_ThatShareTheWorkOfOne_CountAsWider()
    {
        SharingPolicy split = NarrowingText.With(
            "to: { states: [RWA, GAB] }\n",
            "to: { states: [RWA] }\n    because: in two parts\n  - forbid: middle\n    to: { states: [GAB] }\n");
        Assert.False(PolicyNarrowing.IsNoWider(split, Bound, "middle"));
    }

    private static SharingPolicy Read(string name) =>
        SharingPolicyReader.Read(RepositoryFiles.Read("policies", name), name).Policy ?? throw new InvalidOperationException(name);
}
