using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Broker.DisclosureControl.Tests;

public sealed class DeriveTests
{
    private static readonly MeasurementPlan Plan = Plans.Make();

    // P6: one hash, whoever asks and whenever, also from the stored bytes; and the same bits on every machine.
    [Fact]
    public void Tier_ManyRequests_GiveOneHash()
    {
        var random = new SeededRandom("one hash");
        var table = Plans.Run(Plan, Plans.RandomCountry(Plan, 150, random), random);
        var all = new List<string>();
        for (var tier = 0; tier < 3; tier++)
        {
            var hashes = new HashSet<string>();
            for (var request = 0; request < 200; request++)
            {
                Assert.True(MeasuredTable.TryDecode(table.Encode(), out var stored, out _));
                Assert.True(MeasurementPlan.TryParse(Encoding.ASCII.GetBytes(Plan.CanonicalText), out var plan));
                hashes.Add(Hash(Derive.Tier(plan!, request % 2 == 0 ? stored! : stored!.WithoutCharged(), tier, null)));
            }

            all.Add(Assert.Single(hashes));
        }

        Assert.Equal(Goldens, all);
    }

    private static readonly string[] Goldens =
    [
        "9962af5fa802251cc0741b444a75d2c2cd1102b643e52d805367b083b289f701",
        "c6288763fd39d2dea18b18883f0ab25d02f1fe781d7061889b97ff5a5d49b3da",
        "fb93966914b0f4dad22d1d761a47fc2adf40b38624e29af12f75518ddcab7858",
    ];

    [Fact]
    public void Tier_CellsOutsideItsTables_SayNothing()
    {
        var table = Derive.Tier(Plan, Busy(), 0, null);
        Assert.Equal(Plan.Keys, table.Cells.Select(cell => cell.Key));
        Assert.All(table.Cells.Skip(1), cell => Assert.Equal(new TierCell(cell.Key, CellStatus.NotInTier, 0, 0, 0, 0), cell));
        Assert.Equal(CellStatus.Published, table.Cells[0].Status);
        Assert.Equal("public", table.Terms.Name);
    }

    [Fact]
    public void Tier_RoundedNumbers_AreMultiplesAndTheirRangeGrows()
    {
        var cell = Derive.Tier(Plan, Busy(), 0, null).Cells[0];
        Assert.All(new[] { cell.Estimate, cell.Low, cell.High }, number => Assert.Equal(0, number % 5));
        var estimates = Derive.Estimates(Plan, Busy(), 0);
        var reach = 1.96 * Math.Sqrt(cell.Variance);
        Assert.True(cell.Low <= estimates.Values[0] - reach && cell.High >= estimates.Values[0] + reach);
    }

    [Fact]
    public void Tier_EveryPublishedCell_PassedItsThresholdAndHoldsItsNumber()
    {
        var random = new SeededRandom("thresholds");
        var published = 0;
        for (var release = 0; release < 300; release++)
        {
            var table = Plans.Run(Plan, Plans.RandomCountry(Plan, 200, random), random);
            for (var tier = 0; tier < 3; tier++)
            {
                var estimates = Derive.Estimates(Plan, table, tier);
                var eligible = OrganisationFloor.EligibleAreas(Plan, tier, table);
                foreach (var (cell, index) in Derive.Tier(Plan, table, tier, null).Cells.Select((cell, index) => (cell, index)))
                {
                    if (cell.Status == CellStatus.NotInTier)
                    {
                        continue;
                    }

                    var enough = (cell.Key.Area < 0 || eligible[cell.Key.Area])
                        && estimates.Values[index] >= Plan.Tiers[tier].SourceThreshold - 1 + (2.33 * Math.Sqrt(cell.Variance));
                    Assert.Equal(enough ? CellStatus.Published : CellStatus.Suppressed, cell.Status);
                    Assert.True(0 <= cell.Low && cell.Low <= cell.Estimate && cell.Estimate <= cell.High);
                    Assert.True(enough || (cell.Estimate, cell.Low, cell.High) == (0, 0, 0));
                    published += enough ? 1 : 0;
                }
            }
        }

        Assert.True(published > 300);
    }

    // P9: with k - 1 sources a cell is shown about once in a hundred blocks, with none hardly ever.
    [Fact]
    public void Tier_OneSourceLessThanTheThreshold_IsShownAtMostOnceInAHundred()
    {
        Assert.InRange(ShownRate(sources: 4), 0.004, 0.016);
        Assert.InRange(ShownRate(sources: 0), 0, 0.004);
        Assert.True(ShownRate(sources: 40) > 0.99);
    }

    // A block's own organisations open its areas, the first block's too: sixty behind each, or one.
    [Fact]
    public void Tier_AFinal_IsJudgedByItsOwnOrganisations()
    {
        var plan = Plans.Make(VolumeClass.Large);
        TierCell[] Cells(int organisations) => [.. Derive.Tier(
            plan,
            Plans.Run(plan, [.. Enumerable.Range(0, 5).SelectMany(area => Plans.Sources(1_000 * area, 500, organisations, area))], new SeededRandom("own")),
            2, null).Cells];
        Assert.All(Cells(60).Where(cell => cell.Key.Group == CellGroup.Area), cell => Assert.Equal(CellStatus.Published, cell.Status));
        Assert.Contains(Cells(60), cell => cell.Key.Group == CellGroup.Leaf && cell.Status == CellStatus.Published);
        Assert.All(Cells(1).Where(cell => cell.Key.Area >= 0), cell => Assert.Equal(CellStatus.Suppressed, cell.Status));
        Assert.Equal(CellStatus.Published, Cells(1)[0].Status);
    }

    // P9: two organisations with a hundred sources do not open an area, in how many strata ever they report.
    [Theory]
    [InlineData(VolumeClass.Small)]
    [InlineData(VolumeClass.Medium)]
    public void Tier_OneOrganisationTooFew_OpensAnAreaInAtMostFiveOfAHundredBlocks(VolumeClass volume)
    {
        for (var tier = 0; tier < 3; tier++)
        {
            var two = Enumerable.Range(0, tier + 1).SelectMany(stratum => Plans.Sources(1_000 * stratum, 100, 2, 0, 0, stratum)).ToArray();
            Assert.InRange(EligibleRate(volume, tier, two), 0.001, 0.06); // 5 %, and what 1,500 blocks leave open
            Assert.InRange(EligibleRate(volume, tier, []), 0, 0.03);
        }

        Assert.True(EligibleRate(volume, 2, [.. Plans.Sources(0, 100, 60, area: 0)]) > 0.99);
    }

    // Seldom, not never: one organisation alone opens an area in 1 to 3 blocks of 100.
    [Theory]
    [InlineData(VolumeClass.Small)]
    [InlineData(VolumeClass.Medium)]
    public void Tier_OneOrganisationAlone_OpensAnAreaInOneToThreeOfAHundredBlocks(VolumeClass volume)
    {
        for (var tier = 0; tier < 3; tier++)
        {
            var one = Enumerable.Range(0, tier + 1).SelectMany(stratum => Plans.Sources(1_000 * stratum, 100, 1, 0, 0, stratum)).ToArray();
            Assert.InRange(EligibleRate(volume, tier, one), 0.005, 0.045); // 1.3 % to 3.2 %, and what 1,500 blocks leave open
        }
    }

    // The rate above would not see a floor that counts a stratum's organisations exactly: this does.
    [Fact]
    public void Tier_ThreeOrganisations_OpenAnAreaSometimesOnly() =>
        Assert.InRange(EligibleRate(VolumeClass.Small, 0, [.. Plans.Sources(0, 100, 3, area: 0)]), 0.02, 0.2);

    [Fact]
    public void EligibleAreas_TermsThatAskForMoreOrganisations_AreKept()
    {
        var plan = Plans.Make(tiers: [.. Plans.Tiers.Select(tier => tier with { OrganisationThreshold = 30 })]);
        var table = Plans.Run(plan, [.. Plans.Sources(0, 100, 15, area: 0), .. Plans.Sources(100, 100, 90, area: 1)], new SeededRandom("thirty"));
        Assert.Equal([false, true, false, false, false], OrganisationFloor.EligibleAreas(plan, 2, table));
    }

    [Fact]
    public void Tier_AFlash_IsJudgedByAFinalMatchedByNames()
    {
        var flash = Flash("2014-W09", areas: 6, tiers: [.. Plans.Tiers.Select((tier, i) => i == 1 ? tier with { Name = "renamed" } : tier)]);
        var before = Plans.WellCoveredBefore(Plan);
        Assert.Equal(new bool[7], OrganisationFloor.EligibleAreas(flash, 1, before));
        Assert.Equal([true, true, true, true, false, false, true], OrganisationFloor.EligibleAreas(flash, 2, before));
    }

    [Fact]
    public void Tier_AFlashWithoutAFinal_ShowsNoArea()
    {
        var flash = Flash("2014-W09");
        var table = Plans.Run(flash, [.. Enumerable.Range(0, 5).SelectMany(area => Plans.Sources(1_000 * area, 500, 60, area))], new SeededRandom("flash"));
        Assert.All(Areas(Derive.Tier(flash, table, 2, null)), cell => Assert.Equal(CellStatus.Suppressed, cell.Status));
        Assert.All(Areas(Derive.Tier(flash, table, 2, Plans.WellCoveredBefore(flash))), cell => Assert.Equal(CellStatus.Published, cell.Status));
        static IEnumerable<TierCell> Areas(TierTable table) => table.Cells.Where(cell => cell.Key.Group == CellGroup.Area);
    }

    // 2014-02 is W05 to W08; its final was measured at the end of W11, that of 2014-01 at the end of W07.
    [Theory]
    [InlineData("2014-W06", "2013-13", true)]
    [InlineData("2014-W06", "2014-01", false)]
    [InlineData("2014-W07", "2014-01", true)]
    [InlineData("2014-W10", "2014-01", true)]
    [InlineData("2014-W10", "2014-02", false)]
    [InlineData("2014-W06", "2013-12", false)]
    public void Tier_AFlash_TakesOnlyAFinalThatWasMeasuredByThen(string week, string block, bool allowed)
    {
        var flash = Flash(week);
        var table = Plans.Run(flash, [], new SeededRandom("flash"));
        var final = Plans.WellCoveredBefore(flash, block);
        Assert.Equal(allowed, Record.Exception(() => Derive.Tier(flash, table, 2, final)) is null);
    }

    [Fact]
    public void Tier_OrganisationsOfAFlashOrForAFinal_Throws()
    {
        var flash = Flash("2014-W09");
        var table = Plans.Run(flash, [], new SeededRandom("flash"));
        Assert.Throws<ArgumentException>(() => Derive.Tier(flash, table, 2, table));
        Assert.Throws<ArgumentException>(() => Derive.Tier(Plan, Busy(), 2, Plans.WellCoveredBefore(Plan)));
        Assert.Throws<ArgumentException>(() => Derive.Tier(Plan, Busy(), 2, Busy()));
    }

    [Fact]
    public void Tier_AnotherPlanOrNoSuchTier_Throws()
    {
        Assert.Throws<ArgumentException>(() => Derive.Tier(Plans.Make(organisationCap: 9), Busy(), 0, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Derive.Tier(Plan, Busy(), 3, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Derive.Tier(Plan, Busy(), -1, null));
    }

    private static MeasuredTable Busy() => Plans.Run(Plan, [.. Plans.Sources(0, 200, 40, area: 1)], new SeededRandom("busy"));

    private static double ShownRate(int sources)
    {
        var plan = Plans.Make(tiers: Plans.OneTier);
        var random = new SeededRandom($"shown {sources}");
        var records = Plans.Sources(0, sources, 40, area: 0).ToArray();
        const int releases = 6_000;
        return Enumerable.Range(0, releases).Count(_ =>
            Derive.Tier(plan, Plans.Run(plan, records, random), 0, null).Cells[0].Status == CellStatus.Published) / (double)releases;
    }

    private static MeasurementPlan Flash(string week, int areas = 4, TierTerms[]? tiers = null) =>
        Plans.Make(VolumeClass.Medium, areas, tiers: tiers, vintage: ReleaseVintage.Flash, period: week);

    private static double EligibleRate(VolumeClass volume, int tier, Contribution[] records)
    {
        const int blocks = 1_500;
        var plan = Plans.Make(volume, areas: 1, categories: 1);
        var random = new SeededRandom($"eligible {volume} {tier} {records.Length}");
        return Enumerable.Range(0, blocks).Count(_ =>
            OrganisationFloor.EligibleAreas(plan, tier, Plans.Run(plan, records, random))[0]) / (double)blocks;
    }

    private static string Hash(TierTable table)
    {
        var text = new StringBuilder(table.Plan.Hash);
        foreach (var cell in table.Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{cell.Key.Group} {cell.Key.Area} {cell.Key.Category} {cell.Status} ");
            text.Append(CultureInfo.InvariantCulture, $"{cell.Estimate} {cell.Low} {cell.High} {BitConverter.DoubleToInt64Bits(cell.Variance)}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));
    }
}
