using Xunit.Abstractions;

namespace Broker.DisclosureControl.Tests;

/// <summary>False alarms of the alert rule over whole years in which nothing changes, through the real sampler; and rules that raise more.</summary>
public sealed class AlertRateTests(ITestOutputHelper output)
{
    private const int Blocks = 1_303;
    private const double Years = (Blocks - 3) / 13.0;
    private const double OneInAMillion = 1e-6;

    private static readonly Lazy<NoisyCountry> Small = new(() => new NoisyCountry(VolumeClass.Small, Blocks, "years without change"));
    private static readonly Lazy<NoisyCountry> Large = new(() => new NoisyCountry(VolumeClass.Large, 303, "large years without change"));

    /// <summary>Names of true counts: nothing at all; a country of k - 1; each area at k - 1; each at 20; each at 200; all levels together.</summary>
    public static TheoryData<string> Levels => ["nothing", "country at k-1", "areas at k-1", "areas at 20", "areas at 200", "mixed"];

    [Theory]
    [MemberData(nameof(Levels))]
    public void FalseAlarms_ConstantTruth_AreAtMostOneAYearInEveryTier(string level)
    {
        for (var tier = 0; tier < 3; tier++)
        {
            var (rises, shown, unchanged) = Count(Small.Value, level, tier, Judge);
            output.WriteLine($"{level}, tier {tier}: {rises / Years:F2} rises, {shown / Years:F2} false claims of k, {unchanged / Years:F2} true ones, a year");
            Assert.True(rises + shown <= Years, $"{rises + shown} in {Years} years");
            Assert.False(Exceeds(rises, Years / 2), "rises");
            Assert.False(Exceeds(shown, Years / 2), "claims of k");
        }
    }

    [Fact]
    public void FalseAlarms_ClassLWithLeaves_AreAtMostOneAYear()
    {
        foreach (var level in (string[])["areas at 20", "mixed"])
        {
            var (rises, shown, _) = Count(Large.Value, level, tier: 2, Judge);
            Assert.True(rises + shown <= 300 / 13.0, $"{rises + shown}");
        }
    }

    [Fact]
    public void FalseAlarms_CountsThatAreAllShown_AreNotFarBelowTheirRate()
    {
        // The test of the test: a rule that never speaks would pass the bounds above. Half a false rise a year is what the budget buys.
        var (rises, _, _) = Count(Small.Value, "areas at 200", tier: 1, Judge);
        Assert.InRange(rises / Years, 0.3, 0.7);
    }

    [Fact]
    public void Rises_CountsThatVaryByChance_AreMoreOften()
    {
        // The limit of the claim, which the page says: one source an area and block on average, and nothing changes but chance.
        var random = new SeededRandom("rises by chance");
        var finals = Enumerable.Range(0, Blocks).Select(block => Small.Value.Final(block, ScanCountry.PoissonAreas(1, random))).ToArray();
        var rises = Enumerable.Range(3, Blocks - 3).Sum(now => Judge(finals, now, 1).Count(alert => alert.Kind == AlertKind.Rise));
        output.WriteLine($"{rises / Years:F2} rises a year where reports are random");
        Assert.True(Exceeds(rises, Years / 2));
    }

    [Fact]
    public void RiseAndPattern_SourcesThatRestAndAreCountedAgain_AreRaisedThoughNobodyReportedMore()
    {
        // The limit that the words of each rise and pattern name: six sources an area report in each block, and the ledger counts them in seven of thirteen.
        var (ledger, years, cost) = (ZcdpBudget.Empty, 50, NoisyCountry.PlanOf(VolumeClass.Small, FourWeekCalendar.FromOrdinal(0), Plans.Tiers).RhoPerSource);
        var (finals, returns, wasCounted) = (new List<MeasuredTable>(), new List<int>(), false);
        for (var block = 0; block < 13 * years; block++)
        {
            var counted = ledger.MayCharge(cost, new Rational(1), block);
            ledger = counted ? ledger.Charge(cost, block) : ledger;
            finals.Add(Small.Value.Final(block, NoisyCountry.Everywhere(counted ? 6 : 0)));
            if (counted && !wasCounted && block > 0)
            {
                returns.Add(block);
            }

            wasCounted = counted;
        }

        MeasuredTable[] all = [.. finals];
        Assert.Equal(years - 1, returns.Count);
        Assert.All(returns, now => Assert.Contains((new CellKey(CellGroup.Country), AlertKind.Rise), Judge(all, now, 1)));
        Assert.All(returns, now => Assert.Equal(ScanStatus.Pattern, SpaceTimeScan.Run(all[now], [.. Enumerable.Range(1, 8).Select(back => all[now - back])], 1, ScanCountry.Neighbours()).Status));
    }

    [Theory]
    [InlineData("NoBonferroni", "areas at 200")]
    [InlineData("NoBaselineVariance", "areas at 200")]
    [InlineData("NoMargin", "country at k-1")]
    public void FalseAlarms_BrokenRule_ExceedWhatIsAllowed(string mistake, string level)
    {
        var broken = new SlowAlertRule(Enum.Parse<SlowAlertRule.Mistake>(mistake));
        var (rises, shown, _) = Count(Small.Value, level, tier: 1, Slowly(broken));
        Assert.True(Exceeds(rises, Years / 2) || Exceeds(shown, Years / 2), $"{rises} and {shown} in {Years} years");
    }

    [Fact]
    public void Alerts_OneMoreSource_StayUnderTheBoundOfTheAccountedCostUnlessCountsAreExact()
    {
        // Sources are chosen so that exact counts turn the claim of k on: 4 against 5, with k = 5 in a country that was empty before.
        var (runs, without, with, exactly) = (Blocks / 4, 0, 0, 0);
        var exact = new SlowAlertRule(SlowAlertRule.Mistake.ExactCounts);
        for (var run = 0; run < runs; run++)
        {
            var before = Enumerable.Range(0, 3).Select(back => Small.Value.Final((4 * run) + 2 - back, NoisyCountry.InOneArea(0))).ToArray();
            var (four, five) = (Small.Value.Final((4 * run) + 3, NoisyCountry.InOneArea(4)), Small.Value.Final((4 * run) + 3, NoisyCountry.InOneArea(5)));
            without += AlertRule.Judge(four, before, 1).Any(alert => alert.Key.Group == CellGroup.Country) ? 1 : 0;
            with += AlertRule.Judge(five, before, 1).Any(alert => alert.Key.Group == CellGroup.Country) ? 1 : 0;
            exactly += ExactAlert(exact, five, before, 5) - ExactAlert(exact, four, before, 4);
        }

        var bound = PowerBound(Statistics.Upper(without, runs, OneInAMillion), rho: 9.0 / 64);
        Assert.True(Statistics.Lower(with, runs, OneInAMillion) <= bound);
        Assert.Equal(runs, exactly);
        Assert.True(Statistics.Lower(exactly, runs, OneInAMillion) > PowerBound(Statistics.Upper(0, runs, OneInAMillion), rho: 9.0 / 64));
    }

    internal static int[] Areas(string level) => level switch
    {
        "nothing" => NoisyCountry.Everywhere(0),
        "country at k-1" => NoisyCountry.InOneArea(4),
        "areas at k-1" => NoisyCountry.Everywhere(4),
        "areas at 20" => NoisyCountry.Everywhere(20),
        "areas at 200" => NoisyCountry.Everywhere(200),
        _ => [.. Enumerable.Range(0, NoisyCountry.Areas).Select(area => (area % 6) switch { 0 => 0, 1 => 4, 2 => 5, 3 => 20, 4 => 200, _ => 12 })],
    };

    // What a test at that level may reach by the accounted cost: Φ(Φ⁻¹(p) + √(2ρ)), rho of all tiers together.
    private static double PowerBound(double probability, double rho) =>
        Statistics.Phi(Statistics.Quantile(Math.Max(probability, 1e-12)) + Math.Sqrt(2 * rho));

    private static int ExactAlert(SlowAlertRule exact, MeasuredTable now, MeasuredTable[] before, int sources)
    {
        MeasuredTable[] tables = [now, .. before];
        var truths = tables.Select((table, index) => NoisyCountry.Truth(table.Plan, NoisyCountry.InOneArea(index == 0 ? sources : 0))).ToArray();
        return exact.Judge(tables, [[], [], [], []], 1, truths).Any(alert => alert.Key.Group == CellGroup.Country) ? 1 : 0;
    }

    private static bool Exceeds(int seen, double expected)
    {
        // A count this far above a Poisson mean has a chance of less than one in a thousand.
        return seen > expected + (3.1 * Math.Sqrt(expected)) + 1;
    }

    private static IEnumerable<(CellKey Key, AlertKind Kind)> Judge(MeasuredTable[] finals, int now, int tier) =>
        AlertRuleTests.Judge(finals, now, tier).Select(alert => (alert.Key, alert.Kind));

    private static Func<MeasuredTable[], int, int, IEnumerable<(CellKey Key, AlertKind Kind)>> Slowly(SlowAlertRule rule)
    {
        // Estimates and variances are those of the product here, which the slow least squares confirm elsewhere: a thousand tables are many.
        (double, double)[] Estimates(MeasuredTable table, int tier)
        {
            var estimates = Derive.Estimates(table.Plan, table, tier);
            return [.. table.Plan.Keys.Select((key, index) => (estimates.Values[index], estimates.VarianceOf(key.Group)))];
        }

        return (finals, now, tier) =>
        {
            var tables = AlertRuleTests.Newest(finals, now);
            return rule.Judge(tables, [.. tables.Select(table => Estimates(table, tier))], tier);
        };
    }

    private static (int Rises, int FalseClaims, int TrueClaims) Count(
        NoisyCountry country, string level, int tier, Func<MeasuredTable[], int, int, IEnumerable<(CellKey Key, AlertKind Kind)>> judge)
    {
        var areas = Areas(level);
        var finals = Enumerable.Range(0, country.Blocks).Select(block => country.Final(block, areas)).ToArray();
        var plan = finals[0].Plan;
        var truth = plan.Keys.Zip(NoisyCountry.Truth(plan, areas)).ToDictionary(pair => pair.First, pair => pair.Second);
        var (rises, falsely, truly) = (0, 0, 0);
        for (var now = 3; now < finals.Length; now++)
        {
            foreach (var (key, kind) in judge(finals, now, tier))
            {
                var claimed = truth[key] >= plan.Tiers[tier].SourceThreshold;
                rises += kind == AlertKind.Rise ? 1 : 0;
                falsely += kind == AlertKind.BecomesShown && !claimed ? 1 : 0;
                truly += kind == AlertKind.BecomesShown && claimed ? 1 : 0;
            }
        }

        return (rises, falsely, truly);
    }
}
