namespace Broker.Policy.Tests;

/// <summary>What a depositor is told of a record is what the strata do: held against <see cref="Strata.Of"/> and the bounds themselves.</summary>
public sealed class StrataExplanationTests
{
    private static readonly SharingPolicy Caf = PolicyText.Caf2013();
    private static readonly SharingPolicy Onward = PolicyText.Policy(PolicyText.With("    narrative: approved\n  consortium:", "    narrative: approved\n    onward: to-permanent-members\n  consortium:"));
    private static readonly DateOnly Day = new(2014, 2, 24);

    [Fact]
    public void Explain_GeneratedCaveats_OpensExactlyWhatTheStratumOpens()
    {
        var dice = new Dice("explained strata");
        var generated = new GeneratedPolicies(new Dice("policies of explained strata"));
        SharingPolicy[] policies = [.. Enumerable.Range(0, 100).Select(_ => generated.Policy())];
        int open = 0, closed = 0;
        for (int i = 0; i < 6000; i++)
        {
            SharingPolicy policy = i % 3 == 0 ? dice.Of(policies) : i % 3 == 1 ? Caf : Onward;
            RecordCaveats caveats = Generated(policy, dice);
            DateOnly on = dice.OneIn(6) ? policy.ReviewBy.AddDays(dice.Below(3)) : new DateOnly(2014, 2, 1).AddDays(dice.Below(40));
            IReadOnlyList<TierAdmission> told = Strata.Explain(policy, caveats, on);
            int stratum = Strata.Of(policy, caveats, on) ?? policy.Tiers.Count;
            for (int tier = 0; tier < policy.Tiers.Count; tier++)
            {
                Assert.Equal(policy.Tiers[tier].Name, told[tier].Tier);
                Assert.Equal(tier >= stratum, told[tier].IsOpen);
                Assert.Equal(CaveatBounds.Of(policy, caveats).Admits(policy, tier), !told[tier].Closures.Any(IsOwn));
                open += told[tier].IsOpen ? 1 : 0;
                closed += told[tier].IsOpen ? 0 : 1;
            }
        }

        Assert.True(open > 2000 && closed > 2000);
    }

    // Without the thing that is named, that reason is gone: no reason is told that is not one.
    [Fact]
    public void Explain_WithoutWhatItNames_NoLongerSaysSo()
    {
        var dice = new Dice("reasons that are reasons");
        int tried = 0;
        for (int i = 0; i < 3000; i++)
        {
            SharingPolicy policy = i % 2 == 0 ? Caf : Onward;
            RecordCaveats caveats = Generated(policy, dice);
            foreach (TierClosure closure in Strata.Explain(policy, caveats, Day).SelectMany(tier => tier.Closures).Where(closure => closure.Kind == TierClosureKind.NeverTo))
            {
                RecordCaveats without = caveats with { NeverTo = [.. caveats.NeverTo.Where(name => name != closure.Named)] };
                Assert.DoesNotContain(closure, Strata.Explain(policy, without, Day).SelectMany(tier => tier.Closures));
                tried++;
            }
        }

        Assert.True(tried > 500);
    }

    [Fact]
    public void Explain_EachReason_SaysWhoAndWhy()
    {
        Assert.Equal(
            [
                "public: never-to FRA: what is public reaches everybody", "public: the more closed tier `delegates-only` would count it too, and is closed to it",
                "delegates-only: never-to FRA: FRA is a permanent member, to whom the audience may pass it on",
            ],
            Told(Onward, None with { NeverTo = ["FRA"] }));
        Assert.Equal(
            ["public: highest-tier consortium: this tier is more open", "delegates-only: highest-tier consortium: this tier is more open"],
            Told(Onward, None with { HighestTier = "consortium" }).Where(line => !line.Contains("more closed", StringComparison.Ordinal)));
        Assert.Contains("consortium: highest-tier owner: this policy has no such tier, so nothing is open", Told(Onward, None with { HighestTier = "owner" }));
        Assert.Contains("consortium: purposes evaluation: the tier serves early-warning too", Told(Onward, None with { Purposes = ["evaluation"] }));
        Assert.Contains("public: purposes evaluation: what is public serves any purpose", Told(Onward, None with { Purposes = ["evaluation"] }));
        Assert.Contains("consortium: never-to ngo-b: ngo-b is in the audience `task-force`", Told(Onward, None with { NeverTo = ["ngo-b"] }));
        Assert.Contains("delegates-only: never-to delegates: LUX is in the audience `delegates`", Told(Onward, None with { NeverTo = ["delegates"] }));
        Assert.Contains("consortium: never-to public: that is everybody", Told(Onward, None with { NeverTo = ["public"] }));
        Assert.Contains("consortium: the embargo lasts until 2014-03-01, the first day of use", Told(Onward, None with { EmbargoUntil = new DateOnly(2014, 3, 1) }));
        Assert.Contains("public: the policy permits nothing after 2015-06-30", Told(Onward, None, new DateOnly(2015, 7, 1)));
        Assert.Empty(Told(Onward, None));
    }

    [Fact]
    public void Codes_OfEveryKind_AreDistinct() =>
        Assert.Equal(Enum.GetValues<TierClosureKind>().Length, Enum.GetValues<TierClosureKind>().Select(TierClosureKinds.Code).Distinct().Count());

    private static RecordCaveats None { get; } = new("public", [], [], null, null, NoNarrative: false);

    private static IEnumerable<string> Told(SharingPolicy policy, RecordCaveats caveats, DateOnly? on = null) =>
        Strata.Explain(policy, caveats, on ?? Day).SelectMany(tier => tier.Closures.Select(closure => $"{tier.Tier}: {closure.Sentence}"));

    private static RecordCaveats Generated(SharingPolicy policy, Dice dice)
    {
        string[] names = [.. policy.Audiences.Keys, "FRA", "LUX", "CAF", "ngo-b", "somebody-else"];
        return GeneratedCaveats.One(dice) with
        {
            HighestTier = dice.OneIn(10) ? "owner" : dice.Of(policy.Tiers).Name,
            NeverTo = dice.OneIn(2) ? [] : [.. dice.Some(names, 1).Take(2).Order(StringComparer.Ordinal)],
        };
    }

    private static bool IsOwn(TierClosure closure) =>
        closure.Kind is TierClosureKind.HighestTier or TierClosureKind.UnknownTier or TierClosureKind.Purposes or TierClosureKind.NeverTo;
}
