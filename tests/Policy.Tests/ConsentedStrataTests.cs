namespace Broker.Policy.Tests;

/// <summary>The stratum of a record whose depositor agreed to a later revision than that of its deposit.</summary>
public sealed class ConsentedStrataTests
{
    private static readonly DateOnly Day = new(2014, 2, 24);
    private static readonly DateOnly GeneratedDay = new(2013, 10, 10);
    private static readonly SharingPolicy Deposited = PolicyText.Policy(NarrowingText.Policy);
    private static readonly RecordCaveats Open = new("public", [], [], null, null, false);

    public static TheoryData<int> Widenings => [.. Enumerable.Range(0, NarrowingText.Widenings.Length)];

    [Theory]
    [MemberData(nameof(Widenings))]
    public void Consent_ToARevisionThatWidens_OpensWhatItWidens(int index)
    {
        (string old, string wider, _, int? without) = NarrowingText.Widenings[index];
        SharingPolicy later = NarrowingText.With(old, wider);
        Assert.NotEqual(0, without);
        Assert.Equal(0, ConsentedStrata.Of(later, later, Deposited, Open, Day));
        Assert.Equal(without, ConsentedStrata.OfLate(later, later, Deposited, Open, Day));
    }

    [Theory]
    [MemberData(nameof(Widenings))]
    public void Consent_ToOneRevision_OpensNothingThatAStillLaterOneWidens(int index)
    {
        (string old, string wider, _, int? without) = NarrowingText.Widenings[index];
        SharingPolicy later = NarrowingText.With(old, wider);
        Assert.Equal(without, ConsentedStrata.Of(later, Deposited, Deposited, Open, Day));
    }

    [Theory]
    [InlineData("  others: { organisations: [ngo-b, network-c] }")] // nobody has the name any more
    [InlineData("  others: { organisations: [ngo-b, network-c] }\n  task-force: { organisations: [university-a] }")] // others have it
    public void NeverTo_AnAudienceOfTheDeposit_StandsForWhoWasInItThen(string audiences)
    {
        SharingPolicy agreed = PolicyText.Policy(NarrowingText.Policy
            .Replace("  task-force: { organisations: [ngo-b, network-c] }", audiences, StringComparison.Ordinal)
            .Replace("audience: task-force", "audience: others", StringComparison.Ordinal));
        RecordCaveats caveats = Open with { HighestTier = "inner", NeverTo = ["task-force"] };

        Assert.Equal(2, PolicyNarrowing.StratumAcross(agreed, agreed, caveats, Day));
        Assert.Null(ConsentedStrata.Of(agreed, agreed, Deposited, caveats, Day));
        Assert.Equal(2, ConsentedStrata.Of(agreed, agreed, Deposited, caveats with { NeverTo = [] }, Day));
    }

    [Fact]
    public void NeverTo_AnAudienceThatWasAnyone_KeepsTheRecordSealed()
    {
        SharingPolicy agreed = PolicyText.Policy(NarrowingText.Policy
            .Replace("public: { anyone: true }", "open: { anyone: true }\n  public: { states: [LUX] }", StringComparison.Ordinal)
            .Replace("audience: public", "audience: open", StringComparison.Ordinal));
        RecordCaveats caveats = Open with { HighestTier = "inner", NeverTo = ["public"] };

        Assert.NotNull(PolicyNarrowing.StratumAcross(agreed, agreed, caveats, Day));
        Assert.Null(ConsentedStrata.Of(agreed, agreed, Deposited, caveats, Day));
    }

    [Fact]
    public void ReviewDate_OfTheRevisionAgreedTo_IsTheOneThatCounts()
    {
        SharingPolicy longer = NarrowingText.With("review-by: 2015-06-30", "review-by: 2016-06-30");
        var after = new DateOnly(2015, 7, 1);

        Assert.Null(PolicyNarrowing.StratumAcross(longer, Deposited, Open, after));
        Assert.Equal(0, ConsentedStrata.Of(longer, longer, Deposited, Open, after));
        Assert.Null(ConsentedStrata.OfLate(longer, longer, Deposited, Open, after));
        Assert.Null(ConsentedStrata.Of(longer, longer, Deposited, Open, new DateOnly(2016, 7, 1)));
    }

    [Fact]
    public void Embargo_OfTheRecord_Holds()
    {
        RecordCaveats caveats = Open with { EmbargoUntil = Day.AddDays(1) };
        Assert.Null(ConsentedStrata.Of(Deposited, Deposited, Deposited, caveats, Day));
        Assert.Equal(0, ConsentedStrata.Of(Deposited, Deposited, Deposited, caveats, Day.AddDays(1)));
    }

    [Fact]
    public void Consent_OfGeneratedRevisions_KeepsToTheRevisionAgreedToAndToTheCaveatsAsTheyWereMeant()
    {
        var generated = new GeneratedRevisions(new Dice("consents"));
        SharingPolicy deposited = generated.First();
        int open = 0, wider = 0, closedByName = 0;
        for (int i = 0; i < 6000; i++)
        {
            deposited = i % 8 == 0 ? generated.First() : deposited;
            SharingPolicy agreed = generated.After(deposited);
            SharingPolicy inForce = i % 2 == 0 ? agreed : generated.After(agreed);
            RecordCaveats caveats = generated.Caveats(deposited);
            int? with = ConsentedStrata.Of(inForce, agreed, deposited, caveats, GeneratedDay);
            int? without = PolicyNarrowing.StratumAcross(inForce, deposited, caveats, GeneratedDay);
            int? underAgreed = PolicyNarrowing.StratumAcross(inForce, agreed, caveats, GeneratedDay);
            open += with is null ? 0 : 1;
            wider += Rank(with) < Rank(without) ? 1 : 0;
            closedByName += Rank(with) > Rank(underAgreed) ? 1 : 0;

            Assert.True(Rank(with) >= Rank(underAgreed) && Rank(underAgreed) >= Rank(Strata.Of(inForce, caveats, GeneratedDay)));
            Assert.Equal(Math.Max(Rank(with), Rank(without)), Rank(ConsentedStrata.OfLate(inForce, agreed, deposited, caveats, GeneratedDay)));
            Assert.All(inForce.Tiers.Skip(Rank(with)), tier => Assert.DoesNotContain(
                Everybody(inForce, tier.Audience), member => caveats.NeverTo.Any(name => Names(deposited, name, member) || Names(agreed, name, member))));
        }

        Assert.True(open > 1000 && wider > 200, $"{open} open, {wider} wider, {closedByName} closed by a name");
    }

    private static int Rank(int? stratum) => stratum ?? int.MaxValue;

    private static IEnumerable<string> Everybody(SharingPolicy policy, string audience) =>
        policy.Audiences[audience].States.Select(state => state.State).Concat(policy.Audiences[audience].Organisations);

    private static bool Names(SharingPolicy policy, string name, string member) =>
        name == member || (policy.Audiences.ContainsKey(name) && Everybody(policy, name).Contains(member, StringComparer.Ordinal));
}
