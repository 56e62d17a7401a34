namespace Broker.DisclosureControl.Tests;

/// <summary>What the alert rule says, against a slow form of its specification, and that it looks at one tier's noisy values only.</summary>
public sealed class AlertRuleTests
{
    private const int Elected = 1;

    [Theory]
    [InlineData(VolumeClass.Small)]
    [InlineData(VolumeClass.Large)]
    public void Judge_RandomTables_IsWhatTheSlowRuleSays(VolumeClass volume)
    {
        var random = new SeededRandom($"alerts {volume}");
        var country = new NoisyCountry(volume, volume == VolumeClass.Small ? 60 : 16, $"alert tables {volume}");
        var finals = Enumerable.Range(0, country.Blocks).Select(block =>
            country.Final(block, [.. Enumerable.Range(0, NoisyCountry.Areas).Select(_ => random.Below(3) * random.Below(40))], random.Below(40))).ToArray();
        var raised = 0;
        for (var tier = 0; tier < 3; tier++)
        {
            var estimates = finals.Select(final => SlowAlertRule.Estimates(final, tier)).ToArray();
            for (var now = 3; now < finals.Length; now++)
            {
                var alerts = Judge(finals, now, tier);
                var slow = new SlowAlertRule().Judge(Newest(finals, now), [.. Newest(estimates, now)], tier);
                Assert.Equal(slow, alerts.Select(alert => (alert.Key, alert.Kind)));
                raised += alerts.Count;
            }
        }

        Assert.True(raised > 50);
    }

    [Fact]
    public void Judge_AugustOf2013_RaisesTheCountryAlertInThreeOfFourRunsAndMore()
    {
        // Sources of the blocks before and in the block of 12 August 2013, through the whole of Measure.
        int[] sources = [9, 6, 4, 22];
        var (runs, raised, rose) = (400, 0, 0);
        var random = new SeededRandom("august");
        for (var run = 0; run < runs; run++)
        {
            var finals = sources.Select((count, block) => Plans.Run(
                NoisyCountry.PlanOf(VolumeClass.Small, FourWeekCalendar.FromOrdinal(5 + block), Plans.Tiers),
                [.. Plans.Sources(0, count, 9, area: 3)],
                random)).ToArray();
            var alerts = Judge(finals, 3, Elected).Where(alert => alert.Key.Group == CellGroup.Country).ToArray();
            raised += alerts.Length > 0 ? 1 : 0;
            rose += alerts.Any(alert => alert.Kind == AlertKind.Rise) ? 1 : 0;
        }

        Assert.InRange((double)raised / runs, 0.75, 1);
        Assert.InRange((double)rose / runs, 0.70, 1);
    }

    [Fact]
    public void FalseAlarmsAYear_EveryClassAndTier_IsAtMostOne()
    {
        foreach (var volume in Enum.GetValues<VolumeClass>())
        {
            var plan = NoisyCountry.PlanOf(volume, FourWeekCalendar.FromOrdinal(0), Plans.Tiers);
            for (var tier = 0; tier < 3; tier++)
            {
                Assert.InRange(AlertRule.FalseAlarmsAYear(plan, tier), 0.5, 1);
            }
        }

        Assert.InRange(AlertThresholds.Of(Plans.Make(), 0).QuantileOf(CellGroup.Country), 1.76, 1.77);
        Assert.InRange(AlertThresholds.Of(Plans.Make(), Elected).QuantileOf(CellGroup.Country), 2.06, 2.08);
    }

    [Fact]
    public void Judge_TablesThatWereStoredAndRead_SaysTheSame()
    {
        // Whoever has the stored tables can judge again, for ever: there is nothing else in the rule.
        var country = new NoisyCountry(VolumeClass.Small, 4, "same values");
        var finals = Enumerable.Range(0, 4).Select(block => country.Final(block, NoisyCountry.InOneArea(block == 3 ? 40 : 6))).ToArray();
        var kept = finals.Select(final => MeasuredTable.TryDecode(final.Encode(), out var table, out _) ? table! : null).ToArray();
        Assert.Equal(Judge(finals, 3, Elected), Judge(kept!, 3, Elected));
        Assert.NotEmpty(Judge(finals, 3, Elected));
    }

    [Fact]
    public void Judge_OtherTiersNoise_ChangesNothing()
    {
        var country = new NoisyCountry(VolumeClass.Small, 4, "other tiers");
        var finals = Enumerable.Range(0, 4).Select(block => country.Final(block, NoisyCountry.Everywhere(block == 3 ? 40 : 6))).ToArray();
        var disturbed = finals.Select(final => Disturbed(final, stratum: 2, extra: 0)).ToArray();
        Assert.NotEmpty(Judge(finals, 3, Elected));
        Assert.Equal(Judge(finals, 3, Elected), Judge(disturbed, 3, Elected));
        Assert.NotEqual(Judge(finals, 3, 2), Judge(disturbed, 3, 2));
    }

    [Fact]
    public void Judge_HiddenCells_GetNoAlert()
    {
        var country = new NoisyCountry(VolumeClass.Small, 4, "hidden cells");
        var finals = Enumerable.Range(0, 4).Select(block => country.Final(block, NoisyCountry.Everywhere(block == 3 ? 40 : 6), organisations: 0)).ToArray();
        var alerts = Judge(finals, 3, Elected);
        Assert.Contains(alerts, alert => alert.Key.Group == CellGroup.Country);
        Assert.DoesNotContain(alerts, alert => alert.Key.Group is CellGroup.Area or CellGroup.Leaf);
        var table = Derive.Tier(finals[3].Plan, finals[3], Elected, null);
        Assert.All(alerts, alert => Assert.Equal(CellStatus.Published, table.Cells.Single(cell => cell.Key == alert.Key).Status));
    }

    [Fact]
    public void Judge_MissingFinals_GivesNoRiseAndNothingAtAllWithoutOne()
    {
        var country = new NoisyCountry(VolumeClass.Small, 4, "missing finals");
        var finals = Enumerable.Range(0, 4).Select(block => country.Final(block, NoisyCountry.InOneArea(block == 3 ? 60 : 0))).ToArray();
        Assert.Contains(Judge(finals, 3, Elected), alert => alert.Kind == AlertKind.Rise);
        var gap = AlertRule.Judge(finals[3], [finals[2], null, finals[0]], Elected);
        Assert.NotEmpty(gap);
        Assert.All(gap, alert => Assert.Equal(AlertKind.BecomesShown, alert.Kind));
        Assert.Empty(AlertRule.Judge(finals[3], [null, null, null], Elected));
        Assert.Empty(AlertRule.Judge(finals[3], [], Elected));
    }

    [Fact]
    public void Judge_AreasInAnotherOrder_AreMatchedByTheirCodes()
    {
        var tiers = Plans.Tiers;
        MeasuredTable Final(int ordinal, string[] areas, int full)
        {
            var plan = MeasurementPlan.Create(
                "XXA", FourWeekCalendar.FromOrdinal(ordinal).Id.ToString(), ReleaseVintage.Final, VolumeClass.Small, areas, ["kind-1"], tiers, 100, new Rational(1));
            var at = areas.ToList().IndexOf("XA01");
            return Plans.Run(plan, [.. Plans.Sources(0, full, 40, at), .. Plans.Sources(5_000, 60, 40, 1 - at)], new SeededRandom($"order {ordinal}"));
        }

        // XA01 rises from nothing to a hundred; XA02 stays at sixty, and stands where XA01 will stand.
        var before = Enumerable.Range(0, 3).Select(back => Final(2 - back, ["XA02", "XA01"], 0)).ToArray();
        var alerts = AlertRule.Judge(Final(3, ["XA01", "XA02"], 100), before, Elected);
        Assert.Contains(alerts, alert => alert.Key == new CellKey(CellGroup.Area, 0) && alert.Kind == AlertKind.Rise);
        Assert.DoesNotContain(alerts, alert => alert.Key == new CellKey(CellGroup.Area, 1));
    }

    [Fact]
    public void Judge_WhatIsNoFinalOfItsPlace_Throws()
    {
        var country = new NoisyCountry(VolumeClass.Small, 5, "places");
        var finals = Enumerable.Range(0, 5).Select(block => country.Final(block, NoisyCountry.Everywhere(1))).ToArray();
        Assert.Throws<ArgumentException>(() => AlertRule.Judge(finals[4], [finals[2]], Elected));
        Assert.Throws<ArgumentException>(() => AlertRule.Judge(finals[4], [finals[3], finals[2], finals[1], finals[0]], Elected));
        Assert.Throws<ArgumentOutOfRangeException>(() => AlertRule.Judge(finals[4], [], 3));
        var flash = Plans.Run(Plans.Make(VolumeClass.Medium, period: "2014-W05", vintage: ReleaseVintage.Flash), [], new SeededRandom("flash"));
        Assert.Throws<ArgumentException>(() => AlertRule.Judge(flash, [], Elected));
        var cut = Plans.Run(Plans.Make(hardFloor: 10), [], new SeededRandom("floor"));
        Assert.Throws<ArgumentException>(() => AlertRule.Judge(cut, [], Elected));
    }

    internal static IReadOnlyList<CellAlert> Judge(MeasuredTable[] finals, int now, int tier) =>
        AlertRule.Judge(finals[now], [finals[now - 1], finals[now - 2], finals[now - 3]], tier);

    internal static T[] Newest<T>(T[] items, int now) => [items[now], items[now - 1], items[now - 2], items[now - 3]];

    private static MeasuredTable Disturbed(MeasuredTable table, int stratum, int extra)
    {
        var strata = Enumerable.Range(0, 3).Select(index => table.NoisyOf(index).Select(z => index == stratum ? z + 500 : z).ToArray()).ToArray();
        return new MeasuredTable(table.Plan, strata, [.. Enumerable.Range(0, 3).Select(tier => table.ExtraOf(tier).Select(z => tier == extra ? z - 300 : z).ToArray())], []);
    }
}
