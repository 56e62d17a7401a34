namespace Broker.Policy.Tests;

/// <summary>Laws of comparing revisions, on generated chains of them, against slow references.</summary>
public sealed class NarrowingPropertyTests
{
    private static readonly DateOnly Day = new(2013, 10, 10);

    [Fact]
    public void NoWiderTier_OfGeneratedRevisions_LetsOutNothingThatTheEarlierOneKept()
    {
        int noWider = 0, wider = 0, inDoubt = 0;
        foreach ((SharingPolicy earlier, SharingPolicy later, _) in Chains("reference", 400))
        {
            CompiledPolicy then = CompiledPolicy.Compile(earlier), now = CompiledPolicy.Compile(later);
            foreach (string tier in Shared(later, earlier))
            {
                bool said = PolicyNarrowing.IsNoWider(later, earlier, tier), found = NaiveReach.IsWider(now, then, tier);
                Assert.False(said && found, tier);
                noWider += said ? 1 : 0;
                wider += found ? 1 : 0;
                inDoubt += !said && !found ? 1 : 0;
            }
        }

        // Both answers came often, and a false without anything that came out wider is the exception.
        Assert.True(noWider > 300 && wider > 100, $"{noWider} no wider, {wider} wider, {inDoubt} in doubt");
        Assert.True(inDoubt < wider, $"{noWider} no wider, {wider} wider, {inDoubt} in doubt");
    }

    [Fact]
    public void NoWider_OfGeneratedRevisions_IsReflexiveAndTransitive()
    {
        int chains = 0;
        foreach ((SharingPolicy a, SharingPolicy b, SharingPolicy c) in Chains("transitivity", 6000))
        {
            Assert.All(a.Tiers, t => Assert.True(PolicyNarrowing.IsNoWider(a, a, t.Name)));
            foreach (string tier in Shared(b, a).Where(t => PolicyNarrowing.IsNoWider(b, a, t) && PolicyNarrowing.IsNoWider(c, b, t)))
            {
                chains++;
                Assert.True(PolicyNarrowing.IsNoWider(c, a, tier));
            }
        }

        Assert.True(chains > 2000, $"{chains}");
    }

    [Fact]
    public void NoWiderBothWays_OfGeneratedRevisions_LetsOutTheSame()
    {
        int both = 0;
        foreach ((SharingPolicy a, SharingPolicy b, _) in Chains("antisymmetry", 400))
        {
            CompiledPolicy one = CompiledPolicy.Compile(a), other = CompiledPolicy.Compile(b);
            foreach (string tier in Shared(a, b).Where(t => PolicyNarrowing.IsNoWider(a, b, t) && PolicyNarrowing.IsNoWider(b, a, t)))
            {
                both++;
                Assert.False(NaiveReach.IsWider(one, other, tier) || NaiveReach.IsWider(other, one, tier), tier);
            }
        }

        Assert.True(both > 100, $"{both}");
    }

    [Fact]
    public void StratumAcross_OfGeneratedRevisions_IsThatOfThePageAndNeverMoreOpenThanEither()
    {
        int open = 0, pushed = 0;
        foreach ((SharingPolicy earlier, SharingPolicy later, RecordCaveats caveats) in Records("strata across", 6000))
        {
            int? ofLater = Strata.Of(later, caveats, Day), ofEarlier = Strata.Of(earlier, caveats, Day);
            int? across = PolicyNarrowing.StratumAcross(later, earlier, caveats, Day);
            Assert.Equal(Reference(later, earlier, ofLater, ofEarlier), across);
            Assert.Equal(ofEarlier, PolicyNarrowing.StratumAcross(earlier, earlier, caveats, Day));
            open += across is null ? 0 : 1;
            pushed += across != ofLater ? 1 : 0;
            if (across is { } stratum)
            {
                Assert.True(stratum >= ofLater);
                Assert.All(later.Tiers.Skip(stratum), tier => Assert.True(earlier.IndexOfTier(tier.Name) >= ofEarlier));
            }
        }

        Assert.True(open > 1000 && pushed > 1000, $"{open} open, {pushed} pushed");
    }

    // "Across revisions" of the page, clause by clause, for each tier and each more closed one.
    private static int? Reference(SharingPolicy later, SharingPolicy earlier, int? ofLater, int? ofEarlier)
    {
        bool Holds(int t) =>
            ofLater <= t
            && earlier.Tiers.Any(e => e.Name == later.Tiers[t].Name)
            && ofEarlier <= earlier.IndexOfTier(later.Tiers[t].Name)
            && PolicyNarrowing.IsNoWider(later, earlier, later.Tiers[t].Name);
        return Enumerable.Range(0, later.Tiers.Count)
            .Where(i => Enumerable.Range(i, later.Tiers.Count - i).All(Holds))
            .Select(i => (int?)i)
            .FirstOrDefault();
    }

    private static IEnumerable<string> Shared(SharingPolicy later, SharingPolicy earlier) =>
        later.Tiers.Select(t => t.Name).Where(name => earlier.IndexOfTier(name) >= 0);

    private static IEnumerable<(SharingPolicy A, SharingPolicy B, SharingPolicy C)> Chains(string seed, int count)
    {
        var generated = new GeneratedRevisions(new Dice(seed));
        SharingPolicy first = generated.First();
        for (int i = 0; i < count; i++)
        {
            // Reading is what takes time: each policy that was read gives several chains.
            first = i % 8 == 0 ? generated.First() : first;
            SharingPolicy second = generated.After(first);
            yield return (first, second, generated.After(second));
        }
    }

    private static IEnumerable<(SharingPolicy Earlier, SharingPolicy Later, RecordCaveats Caveats)> Records(string seed, int count)
    {
        var generated = new GeneratedRevisions(new Dice(seed + " caveats"));
        return Chains(seed, count).Select(chain => (chain.A, chain.B, generated.Caveats(chain.A)));
    }
}
