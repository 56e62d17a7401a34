namespace Broker.Policy.Tests;

/// <summary>Why a tier is wider: each widening of one thing is told by its own code, and by no other.</summary>
public sealed class PolicyWideningTests
{
    // By the order of NarrowingText.Widenings.
    private static readonly string[] Expected =
    [
        "audience", "audience", "audience", "audience", "audience", "audience", "onward", "marking", "marking", "tables", "tables",
        "noise", "noise", "threshold", "threshold", "round-to", "round-to", "delay", "narrative", "alerts", "cap", "rho", "hard-floor",
        "purposes", "purposes", "conflicts", "conflicts", "conflicts", "conflicts", "forbids", "forbids", "forbids", "forbids",
    ];

    // By the order of NarrowingText.Doubts.
    private static readonly string[] ExpectedInDoubt =
    [
        "country", "hard-floor", "purposes", "audience", "audience", "audience", "audience", "round-to", "tables", "alerts",
        "forbids", "forbids", "forbids", "conflicts", "purposes",
    ];

    private static readonly SharingPolicy Bound = PolicyText.Policy(NarrowingText.Policy);

    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, NarrowingText.Widenings.Length)];

    public static TheoryData<int> DoubtIndexes => [.. Enumerable.Range(0, NarrowingText.Doubts.Length)];

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Widening_OfOneThing_IsToldByItsCodeAlone(int index)
    {
        (string old, string wider, string tier, _) = NarrowingText.Widenings[index];
        SharingPolicy later = NarrowingText.With(old, wider);
        PolicyWidening told = Assert.Single(PolicyNarrowing.Widenings(later, Bound, tier));
        Assert.Equal(Expected[index], told.Code);
        Assert.False(told.Sentence.EndsWith('.'));
        Assert.Empty(PolicyNarrowing.Widenings(Bound, later, tier));
    }

    [Theory]
    [MemberData(nameof(DoubtIndexes))]
    public void Doubt_WhetherItIsWider_IsToldByItsCode(int index)
    {
        (string old, string other, string tier) = NarrowingText.Doubts[index];
        Assert.Equal([ExpectedInDoubt[index]], PolicyNarrowing.Widenings(NarrowingText.With(old, other), Bound, tier).Select(w => w.Code));
    }

    [Fact]
    public void Sentences_OfWidenings_NameWhatWasAdded()
    {
        Assert.Equal("the audience has more members, or for longer: `USA`", Told("TCD], role", "TCD, USA], role", "middle"));
        Assert.Equal("tables that were not seen: `admin1/flash`", Told("[country/final, admin1/final]", "[country/final, admin1/final, admin1/flash]", "middle"));
        Assert.Equal("a source may cost 700001/1000000 a year instead of 7/10", Told("yearly-rho: 0.7", "yearly-rho: 0.700001", "inner"));
        Assert.Equal("no one forbid keeps out whom the earlier rule-4 did: it was agreed so", Told("[RWA, GAB]", "[RWA]", "middle"));
    }

    [Fact]
    public void DroppedTier_ForTheMoreClosedOnes_IsToldAsFewerStrata()
    {
        SharingPolicy without = WithoutMiddle();
        PolicyWidening told = Assert.Single(PolicyNarrowing.Widenings(without, Bound, "inner"));
        Assert.Equal(WideningCodes.NoiseStrata, told.Code);
        Assert.Equal("fewer more open tiers: its numbers hold 2 times the noise of a stratum instead of 3", told.Sentence);
        Assert.Equal([WideningCodes.TierGone], PolicyNarrowing.Widenings(without, Bound, "middle").Select(w => w.Code));
        Assert.Equal([WideningCodes.TierNew], PolicyNarrowing.Widenings(Bound, without, "middle").Select(w => w.Code));
        Assert.Empty(PolicyNarrowing.Widenings(without, Bound, "public"));
    }

    [Fact]
    public void Codes_AllOfThem_AreShownHereAndOnThePage()
    {
        string page = System.Text.Encoding.UTF8.GetString(RepositoryFiles.Read("docs", "specs", "sharing-policy.md"));
        Assert.Equal([], WideningCodes.All.Except([.. Expected, .. ExpectedInDoubt, "tier-new", "tier-gone", "noise-strata"]));
        Assert.Equal([], WideningCodes.All.Where(code => !page.Contains($"`{code}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Widenings_OfGeneratedRevisions_AreInOrderWithoutDoubles()
    {
        var generated = new GeneratedRevisions(new Dice("widenings"));
        int several = 0;
        for (int i = 0; i < 400; i++)
        {
            SharingPolicy first = generated.First();
            foreach (PolicyTier tier in first.Tiers)
            {
                string[] codes = [.. PolicyNarrowing.Widenings(generated.After(first), first, tier.Name).Select(w => w.Code)];
                Assert.Equal(WideningCodes.All.Where(codes.Contains), codes);
                several += codes.Length > 1 ? 1 : 0;
            }
        }

        Assert.True(several > 50, $"{several}");
    }

    private static string Told(string old, string wider, string tier) =>
        Assert.Single(PolicyNarrowing.Widenings(NarrowingText.With(old, wider), Bound, tier)).Sentence;

    private static SharingPolicy WithoutMiddle()
    {
        int start = NarrowingText.Policy.IndexOf("  middle:\n", StringComparison.Ordinal), end = NarrowingText.Policy.IndexOf("  inner:\n", StringComparison.Ordinal);
        string text = NarrowingText.Replace(NarrowingText.Policy.Remove(start, end - start), "  - permit: release\n    to: middle\n    for: [early-warning]\n", "");
        text = NarrowingText.Replace(text, "  - forbid: middle\n    to: { states: [RWA, GAB] }\n    for: [early-warning]\n    because: it was agreed so\n", "");
        return PolicyText.Policy(NarrowingText.Replace(text, "forbid: [middle, inner]", "forbid: inner"));
    }
}
