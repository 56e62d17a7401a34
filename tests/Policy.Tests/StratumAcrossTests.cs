namespace Broker.Policy.Tests;

/// <summary>The stratum of a record under a revision that is not the one of its deposit.</summary>
public sealed class StratumAcrossTests
{
    private static readonly DateOnly Day = new(2014, 2, 24);
    private static readonly SharingPolicy Bound = PolicyText.Policy(NarrowingText.Policy);
    private static readonly RecordCaveats Open = new("public", [], [], null, null, false);

    public static TheoryData<int> Widenings => [.. Enumerable.Range(0, NarrowingText.Widenings.Length)];

    [Theory]
    [MemberData(nameof(Widenings))]
    public void Revision_ThatWidensOneThing_PushesTheRecordPastIt(int index)
    {
        (string old, string wider, _, int? stratum) = NarrowingText.Widenings[index];
        SharingPolicy later = NarrowingText.With(old, wider);
        Assert.Equal(0, Strata.Of(later, Open, Day));
        Assert.Equal(stratum, PolicyNarrowing.StratumAcross(later, Bound, Open, Day));
    }

    [Theory]
    [MemberData(nameof(Widenings))]
    public void Revision_ThatNarrowsOneThing_LeavesTheRecordWhereItWas(int index)
    {
        (string old, string wider, _, _) = NarrowingText.Widenings[index];
        Assert.Equal(0, PolicyNarrowing.StratumAcross(Bound, NarrowingText.With(old, wider), Open, Day));
    }

    [Theory]
    [InlineData("caf-2013.yaml")]
    [InlineData("template.yaml")]
    public void Revision_AndItself_GiveThePlainStratum(string name)
    {
        SharingPolicy policy = PolicyText.Policy(System.Text.Encoding.UTF8.GetString(RepositoryFiles.Read("policies", name)));
        var dice = new Dice("across itself");
        int open = 0;
        for (int i = 0; i < 1000; i++)
        {
            RecordCaveats caveats = GeneratedCaveats.One(dice);
            int? plain = Strata.Of(policy, caveats, Day);
            open += plain is null ? 0 : 1;
            Assert.Equal(plain, PolicyNarrowing.StratumAcross(policy, policy, caveats, Day));
        }

        Assert.True(open > 100);
    }

    [Theory]
    [InlineData("review-by: 2015-06-30", "review-by: 2016-06-30", "2015-06-30", 0)]
    [InlineData("review-by: 2015-06-30", "review-by: 2016-06-30", "2015-07-01", null)]
    [InlineData("review-by: 2015-06-30", "review-by: 2014-06-30", "2014-06-30", 0)]
    [InlineData("review-by: 2015-06-30", "review-by: 2014-06-30", "2014-07-01", null)]
    public void ReviewDate_OfEither_SealsTheRecordOnceItIsPast(string old, string other, string day, int? stratum) =>
        Assert.Equal(stratum, PolicyNarrowing.StratumAcross(
            NarrowingText.With(old, other), Bound, Open, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void MostClosedTier_ThatIsNew_SealsTheRecord() =>
        Assert.Null(PolicyNarrowing.StratumAcross(WithNewTier("organisation-cap: 10"), Bound, Open, Day));

    [Fact]
    public void Tier_ThatIsNewInBetween_KeepsTheRecordOutOfItAndOfTheMoreOpenOnes() =>
        Assert.Equal(3, PolicyNarrowing.StratumAcross(WithNewTier("  inner:\n    audience"), Bound, Open, Day));

    // With one stratum fewer the most closed tier sums less noise than it did when the record was deposited.
    [Fact]
    public void MostOpenTier_ThatIsDropped_SealsTheRecord()
    {
        string text = NarrowingText.Policy;
        int from = text.IndexOf("  public:\n", StringComparison.Ordinal), to = text.IndexOf("  middle:\n", StringComparison.Ordinal);
        SharingPolicy later = PolicyText.Policy(text.Remove(from, to - from));
        Assert.Equal("middle", later.Tiers[0].Name);
        Assert.Equal(0, Strata.Of(later, Open with { HighestTier = "middle" }, Day));
        Assert.Null(PolicyNarrowing.StratumAcross(later, Bound, Open with { HighestTier = "middle" }, Day));
        Assert.Null(PolicyNarrowing.StratumAcross(later, Bound, Open, Day));
    }

    [Fact]
    public void Tiers_InAnotherOrder_OpenOnlyWhatWasOpenInTheOldOne()
    {
        // Under the later revision `inner` is the more open one of the two, so a record for `inner` would also count in `middle`.
        string even = EvenPolicy();
        SharingPolicy earlier = PolicyText.Policy(even), later = PolicyText.Policy(Swapped(even));
        RecordCaveats caveats = Open with { HighestTier = "inner" };
        Assert.Equal("inner", later.Tiers[1].Name);
        Assert.Equal((2, 1), (Strata.Of(earlier, caveats, Day), Strata.Of(later, caveats, Day)));
        Assert.Null(PolicyNarrowing.StratumAcross(later, earlier, caveats, Day));
        Assert.Equal(2, PolicyNarrowing.StratumAcross(later, earlier, Open with { HighestTier = "middle" }, Day));
    }

    [Fact]
    public void NeverTo_AnAudienceThatIsRenamed_StillHolds()
    {
        SharingPolicy later = PolicyText.Policy(NarrowingText.Policy
            .Replace("  delegates: {", "  envoys: {", StringComparison.Ordinal)
            .Replace("audience: delegates", "audience: envoys", StringComparison.Ordinal));
        RecordCaveats caveats = Open with { NeverTo = ["delegates"] };
        Assert.Equal(1, Strata.Of(later, caveats, Day));
        Assert.Equal(2, PolicyNarrowing.StratumAcross(later, Bound, caveats, Day));
    }

    [Fact]
    public void Embargo_BeforeItsDay_SealsTheRecord() =>
        Assert.Null(PolicyNarrowing.StratumAcross(Bound, Bound, Open with { EmbargoUntil = Day.AddDays(1) }, Day));

    // A tier between `middle` and `inner`, or after `inner`, as fine as `inner` is.
    private static SharingPolicy WithNewTier(string before) => NarrowingText.With(before, """
          new:
            audience: task-force
            marking: TLP:RED
            tables: all
            noise: 1
            threshold: { sources: 5, organisations: 3 }
            narrative: never

        """ + before);

    // The two closed tiers are alike in what the order of tiers demands, so that they can change places.
    private static string EvenPolicy() => NarrowingText.Policy
        .Replace("noise: 4", "noise: 1", StringComparison.Ordinal)
        .Replace("sources: 6", "sources: 5", StringComparison.Ordinal)
        .Replace("TLP:AMBER", "TLP:RED", StringComparison.Ordinal);

    private static string Swapped(string text)
    {
        int middle = text.IndexOf("  middle:\n", StringComparison.Ordinal);
        int inner = text.IndexOf("  inner:\n", StringComparison.Ordinal);
        int end = text.IndexOf("organisation-cap", StringComparison.Ordinal);
        return text[..middle] + text[inner..end] + text[middle..inner] + text[end..];
    }
}
