namespace Broker.Policy.Tests;

public sealed class StrataTests
{
    private static readonly DateOnly Day = new(2014, 2, 24);
    private static readonly SharingPolicy Caf = PolicyText.Caf2013();
    private static readonly RecordCaveats Open = new("public", [], [], null, null, false);

    [Theory]
    [InlineData("public", 0)]
    [InlineData("elected-member", 1)]
    [InlineData("consortium", 2)]
    [InlineData("owner", null)]
    public void HighestTier_Alone_IsTheStratum(string tier, int? stratum) =>
        Assert.Equal(stratum, Strata.Of(Caf, Open with { HighestTier = tier }, Day));

    [Theory]
    [InlineData("2014-02-23", 0)]
    [InlineData("2014-02-24", 0)]
    [InlineData("2014-02-25", null)]
    public void Embargo_UntilADay_KeepsTheRecordSealedBeforeIt(string until, int? stratum) =>
        Assert.Equal(stratum, Strata.Of(Caf, Open with { EmbargoUntil = DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture) }, Day));

    [Theory]
    [InlineData("DNK", 1)]              // in no audience: only what is for anyone is closed
    [InlineData("LUX", 2)]
    [InlineData("AZE", 2)]              // its term is over, it still counts as a member
    [InlineData("elected-members", 2)]
    [InlineData("ngo-b", null)]         // a member of the most closed tier: the record would count there too
    [InlineData("task-force", null)]
    [InlineData("public", null)]
    public void NeverTo_AMember_ClosesEveryTierThatReachesIt(string name, int? stratum) =>
        Assert.Equal(stratum, Strata.Of(Caf, Open with { NeverTo = [name] }, Day));

    [Theory]
    [InlineData(new[] { "early-warning", "council-briefing", "evaluation" }, 1)]
    [InlineData(new[] { "early-warning", "evaluation" }, 2)]
    [InlineData(new[] { "early-warning", "council-briefing" }, null)]
    [InlineData(new[] { "curiosity" }, null)]
    public void Purposes_OfTheCaveats_MustHoldAllOfATiersAndOfTheMoreClosedOnes(string[] purposes, int? stratum) =>
        Assert.Equal(stratum, Strata.Of(Caf, Open with { Purposes = purposes }, Day));

    [Fact]
    public void NeverToAPermanentMember_WhereTheTierPassesOn_ClosesIt()
    {
        SharingPolicy onward = PolicyText.Policy(PolicyText.With("    narrative: approved\n  consortium", "    narrative: approved\n    onward: to-permanent-members\n  consortium"));
        SharingPolicy none = PolicyText.Policy(PolicyText.Small);
        RecordCaveats caveats = Open with { NeverTo = ["RUS"] };
        Assert.Equal(1, Strata.Of(none, caveats, Day));
        Assert.Equal(2, Strata.Of(onward, caveats, Day));
    }

    [Theory]
    [InlineData("2015-06-30", 0)]
    [InlineData("2015-07-01", null)]
    public void LapsedPolicy_ForAnyRecord_KeepsItSealed(string day, int? stratum) =>
        Assert.Equal(stratum, Strata.Of(Caf, Open, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Stratum_OfGeneratedCaveats_MeansThatNoMemberOfAnyTierFromThereOnIsRefusedByThem()
    {
        var dice = new Dice("strata");
        int open = 0;
        for (int i = 0; i < 5000; i++)
        {
            RecordCaveats caveats = GeneratedCaveats.One(dice);
            if (Strata.Of(Caf, caveats, Day) is not { } stratum)
            {
                continue;
            }

            open++;
            for (int t = stratum; t < Caf.Tiers.Count; t++)
            {
                AssertAllowed(caveats, t);
            }
        }

        Assert.InRange(open, 500, 4500);
    }

    [Fact]
    public void Caveats_MadeStricterInAnyField_NeverOpenMore()
    {
        var dice = new Dice("stricter");
        for (int i = 0; i < 5000; i++)
        {
            RecordCaveats caveats = GeneratedCaveats.One(dice);
            int before = Strata.Of(Caf, caveats, Day) ?? int.MaxValue;
            RecordCaveats stricter = dice.Below(3) switch
            {
                0 => caveats with { NeverTo = [.. caveats.NeverTo, "AUS"] },
                1 => caveats with { EmbargoUntil = new DateOnly(2014, 3, 1) },
                _ => caveats with { Purposes = caveats.Purposes.Count == 0 ? ["early-warning"] : [caveats.Purposes[0]] },
            };
            Assert.True((Strata.Of(Caf, stricter, Day) ?? int.MaxValue) >= before);
        }
    }

    // Transcribed from the page, member by member.
    private static void AssertAllowed(RecordCaveats caveats, int t)
    {
        PolicyTier tier = Caf.Tiers[t];
        PolicyAudience audience = Caf.Audiences[tier.Audience];
        Assert.True(t >= Caf.IndexOfTier(caveats.HighestTier) && Caf.IndexOfTier(caveats.HighestTier) >= 0);
        Assert.True(caveats.EmbargoUntil is null || caveats.EmbargoUntil <= Day);
        if (audience.Anyone)
        {
            Assert.Empty(caveats.NeverTo);
            Assert.Empty(caveats.Purposes);
            return;
        }

        IEnumerable<string> never = caveats.NeverTo.SelectMany(n => Caf.Audiences.TryGetValue(n, out PolicyAudience? a)
            ? a.States.Select(s => s.State).Concat(a.Organisations)
            : [n]);
        Assert.Empty(never.Intersect(audience.States.Select(s => s.State).Concat(audience.Organisations)));
        IEnumerable<string> purposes = Caf.Rules.Where(r => !r.IsForbid && r.Tiers.Contains(tier.Name)).SelectMany(r => r.Purposes);
        Assert.True(caveats.Purposes.Count == 0 || purposes.All(caveats.Purposes.Contains));
    }
}
