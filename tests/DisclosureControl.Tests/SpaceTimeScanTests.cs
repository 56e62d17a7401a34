namespace Broker.DisclosureControl.Tests;

/// <summary>What the scan says, against a slow form of its specification, and what it must never say.</summary>
public sealed class SpaceTimeScanTests
{
    private const int Elected = 1;

    [Theory]
    [InlineData(VolumeClass.Small)]
    [InlineData(VolumeClass.Large)]
    public void VarianceOfAreas_AnyNumber_IsThatOfTheNormalEquations(VolumeClass volume)
    {
        var plan = Plans.Make(volume, areas: 6, categories: 3);
        var table = Plans.Run(plan, [], new SeededRandom("variance of sums"));
        var random = new SeededRandom("which areas");
        for (var tier = 0; tier < 3; tier++)
        {
            var final = TierFinal.Now(table, tier);
            for (var count = 1; count <= plan.Areas.Count; count++)
            {
                var cells = random.Shuffled(Enumerable.Range(0, plan.Areas.Count)).Take(count).Select(area => new CellKey(CellGroup.Area, area));
                Assert.Equal(SlowLeastSquares.VarianceOfSum(plan, plan.NoiseFactor(tier), cells), final.VarianceOfAreas(count), 1e-8);
            }

            Assert.Equal(final.VarianceOf(CellGroup.Area), final.VarianceOfAreas(1), 1e-9);
            Assert.Equal(final.VarianceOf(CellGroup.Country), final.VarianceOfAreas(plan.Areas.Count), 1e-9);
        }
    }

    [Fact]
    public void Run_RandomCountries_IsWhatTheSlowScanSays()
    {
        var zones = ScanZones.Of(ScanCountry.Neighbours(), NoisyCountry.Areas);
        var random = new SeededRandom("scan");
        var country = new NoisyCountry(VolumeClass.Small, 300, "scan tables");
        var finals = Enumerable.Range(0, country.Blocks).Select(block =>
            country.Final(block, [.. Enumerable.Range(0, NoisyCountry.Areas).Select(_ => random.Below(block % 7 == 0 ? 30 : 12))])).ToArray();
        var found = 0;
        for (var now = 8; now < finals.Length; now++)
        {
            var newest = Newest(finals, now);
            var result = SpaceTimeScan.Run(newest[0], newest[1..], Elected, ScanCountry.Neighbours());
            var slow = new SlowScan().Run(newest, Elected, zones);
            Assert.Equal(slow is null ? ScanStatus.NoPattern : ScanStatus.Pattern, result.Status);
            Assert.Equal(slow?.Areas, result.Finding?.Areas);
            Assert.Equal(slow?.Blocks, result.Finding?.Blocks);
            found += slow is null ? 0 : 1;
        }

        Assert.InRange(found, 10, 280);
    }

    [Fact]
    public void Run_ACampaignOverThreeNeighbours_IsNamedInMostRuns()
    {
        var neighbours = ScanCountry.Neighbours();
        int[] campaign = [.. neighbours[7].Take(3)];
        var random = new SeededRandom("campaign");
        var country = new NoisyCountry(VolumeClass.Small, 9 * 60, "campaign tables");
        var (named, inside) = (0, 0);
        for (var run = 0; run < 60; run++)
        {
            var finals = Enumerable.Range(0, 9).Select(block => country.Final((9 * run) + block, [.. Enumerable.Range(0, NoisyCountry.Areas).Select(area =>
                ScanCountry.Poisson(block >= 7 && campaign.Contains(area) ? 14 : 2, random))])).ToArray();
            var finding = SpaceTimeScan.Run(finals[8], Newest(finals, 8)[1..], Elected, neighbours).Finding;
            named += finding is null ? 0 : 1;
            inside += finding is not null && finding.Areas.Intersect(campaign).Count() >= 2 && finding.Blocks is 2 or 3 ? 1 : 0;
        }

        Assert.InRange(named, 45, 60);
        Assert.InRange(inside, 40, 60);
    }

    [Fact]
    public void Run_WindowOfAFinding_BeginsThatManyBlocksBefore()
    {
        var country = new NoisyCountry(VolumeClass.Small, 9, "window");
        var finals = Enumerable.Range(0, 9).Select(block => country.Final(block, NoisyCountry.Everywhere(block >= 7 ? 60 : 1))).ToArray();
        var finding = SpaceTimeScan.Run(finals[8], Newest(finals, 8)[1..], Elected, ScanCountry.Neighbours()).Finding!;
        Assert.True(finding.IsWholeCountry);
        Assert.Equal(Enumerable.Range(0, NoisyCountry.Areas), finding.Areas);
        Assert.Equal(2, finding.Blocks);
        Assert.Equal(finals[7].Plan.Period, finding.FirstBlock);
    }

    [Fact]
    public void Run_NoOrganisationsBehindTheAreas_NamesNoneOfThem()
    {
        var country = new NoisyCountry(VolumeClass.Small, 9, "organisations");
        MeasuredTable[] Finals(int organisations, int areas) => [.. Enumerable.Range(0, 9).Select(block => country.Final(
            block, [.. Enumerable.Range(0, NoisyCountry.Areas).Select(area => block == 8 && area < areas ? 90 : 1)], organisations))];

        var few = SpaceTimeScan.Run(Finals(0, 1)[8], Newest(Finals(0, 1), 8)[1..], Elected, ScanCountry.Neighbours());
        Assert.True(few.Finding is null or { IsWholeCountry: true });
        var many = SpaceTimeScan.Run(Finals(30, 1)[8], Newest(Finals(30, 1), 8)[1..], Elected, ScanCountry.Neighbours());
        Assert.Equal([0], many.Finding!.Areas);
        var everywhere = SpaceTimeScan.Run(Finals(0, 18)[8], Newest(Finals(0, 18), 8)[1..], Elected, ScanCountry.Neighbours());
        Assert.True(everywhere.Finding!.IsWholeCountry);
    }

    [Fact]
    public void Run_FewerThanThreeFinalsBefore_LooksForNothing()
    {
        var country = new NoisyCountry(VolumeClass.Small, 9, "few finals");
        var finals = Enumerable.Range(0, 9).Select(block => country.Final(block, NoisyCountry.Everywhere(block >= 8 ? 60 : 1))).ToArray();
        var newest = Newest(finals, 8);
        ScanStatus Status(params MeasuredTable?[] before) => SpaceTimeScan.Run(newest[0], before, Elected, ScanCountry.Neighbours()).Status;

        Assert.Equal(ScanStatus.TooFewFinals, Status());
        Assert.Equal(ScanStatus.TooFewFinals, Status(newest[1], newest[2]));
        Assert.Equal(ScanStatus.TooFewFinals, Status(newest[1], null, null, null, null, newest[6], newest[7], newest[8]));
        Assert.Equal(ScanStatus.Pattern, Status(newest[1], newest[2], newest[3]));
        Assert.Equal(ScanStatus.Pattern, Status(null, null, newest[3], newest[4], newest[5]));
    }

    [Fact]
    public void Run_WhatDoesNotFit_Throws()
    {
        var country = new NoisyCountry(VolumeClass.Small, 2, "does not fit");
        var finals = Enumerable.Range(0, 2).Select(block => country.Final(block, NoisyCountry.Everywhere(1))).ToArray();
        Assert.Throws<ArgumentException>(() => SpaceTimeScan.Run(finals[1], [finals[0]], tierIndex: 0, ScanCountry.Neighbours()));
        Assert.Throws<ArgumentException>(() => SpaceTimeScan.Run(finals[1], [null, finals[0]], Elected, ScanCountry.Neighbours()));
        Assert.Throws<ArgumentException>(() => SpaceTimeScan.Run(finals[1], new MeasuredTable?[9], Elected, ScanCountry.Neighbours()));
        Assert.Throws<ArgumentException>(() => ScanZones.Of([[0, 1, 1], [1, 0, 2], [2, 1, 0], [3]], 4));
        Assert.Throws<ArgumentException>(() => ScanZones.Of([[0, 1, 4], [1, 0, 2], [2, 1, 0], [3]], 4));
    }

    [Fact]
    public void Zones_OfAMap_AreDistinctGoUpToHalfAndEndWithTheCountry()
    {
        var zones = ScanZones.Of(ScanCountry.Neighbours(), NoisyCountry.Areas);
        Assert.Equal(zones.Count, zones.Select(zone => string.Join(',', zone)).Distinct().Count());
        Assert.All(zones.SkipLast(1), zone => Assert.InRange(zone.Length, 1, 8));
        Assert.Equal(17, zones.Count(zone => zone.Length == 1));
        Assert.Equal(NoisyCountry.Areas, zones[^1].Length);
        Assert.All(zones, zone => Assert.Equal(zone.Order(), zone));
    }

    internal static MeasuredTable[] Newest(MeasuredTable[] finals, int now) => [.. Enumerable.Range(0, 9).Select(back => finals[now - back])];
}
