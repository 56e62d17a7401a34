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
        var before = Plans.WellCoveredBefore(Plan);
        var table = Plans.Run(Plan, Plans.RandomCountry(Plan, 150, random), random);
        var all = new List<string>();
        for (var tier = 0; tier < 3; tier++)
        {
            var hashes = new HashSet<string>();
            for (var request = 0; request < 200; request++)
            {
                Assert.True(MeasuredTable.TryDecode(table.Encode(), out var stored, out _));
                Assert.True(MeasurementPlan.TryParse(Encoding.ASCII.GetBytes(Plan.CanonicalText), out var plan));
                hashes.Add(Hash(Derive.Tier(plan!, request % 2 == 0 ? stored! : stored!.WithoutCharged(), tier, before)));
            }

            all.Add(Assert.Single(hashes));
        }

        Assert.Equal(Goldens, all);
    }

    private static readonly string[] Goldens =
    [
        "15f64eddd4330c6deb3bc297b2037ab75018f1f5890429602f34e9163016337d",
        "d5fe6293a941ddc0bf9f84dda681fe3ef14c071bcf6344c3dbd309955b123982",
        "7deff8eb57ab33bd9af5da775841656f8192b9e511fe34f589809449c66df8d8",
    ];

    [Fact]
    public void Tier_CellsOutsideItsTables_SayNothing()
    {
        var table = Derive.Tier(Plan, Busy(), 0, Plans.WellCoveredBefore(Plan));
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
        var before = Plans.WellCoveredBefore(Plan);
        var published = 0;
        for (var release = 0; release < 300; release++)
        {
            var table = Plans.Run(Plan, Plans.RandomCountry(Plan, 60, random), random);
            for (var tier = 0; tier < 3; tier++)
            {
                var estimates = Derive.Estimates(Plan, table, tier);
                foreach (var (cell, index) in Derive.Tier(Plan, table, tier, before).Cells.Select((cell, index) => (cell, index)))
                {
                    if (cell.Status == CellStatus.NotInTier)
                    {
                        continue;
                    }

                    var enough = estimates.Values[index] >= Plan.Tiers[tier].SourceThreshold - 1 + (2.33 * Math.Sqrt(cell.Variance));
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

    [Fact]
    public void Tier_NoPreviousBlock_ShowsNoAreaAndNoLeaf()
    {
        var plan = Plans.Make(VolumeClass.Large);
        var records = Enumerable.Range(0, 5).SelectMany(area => Plans.Sources(1_000 * area, 500, 60, area));
        var table = Plans.Run(plan, [.. records], new SeededRandom("no previous"));
        var cells = Derive.Tier(plan, table, 2, null).Cells;
        Assert.All(cells.Where(cell => cell.Key.Area >= 0), cell => Assert.Equal(CellStatus.Suppressed, cell.Status));
        Assert.Equal(CellStatus.Published, cells[0].Status);
        Assert.Contains(Derive.Tier(plan, table, 2, Plans.WellCoveredBefore(plan)).Cells, cell =>
            cell.Key.Group == CellGroup.Leaf && cell.Status == CellStatus.Published);
    }

    // P9: two organisations with a hundred sources do not open an area, in how many strata ever they report.
    [Fact]
    public void Tier_TwoOrganisationsInEveryStratum_DoNotOpenAnArea()
    {
        var two = Enumerable.Range(0, 3).SelectMany(stratum => Plans.Sources(1_000 * stratum, 100, 2, 0, 0, stratum)).ToArray();
        Assert.InRange(EligibleRate(two, 600), 0, 0.06);
        Assert.InRange(EligibleRate([.. Plans.Sources(0, 100, 3, area: 0)], 600), 0, 0.08);
        Assert.True(EligibleRate([.. Plans.Sources(0, 100, 60, area: 0)], 100) > 0.99);
    }

    [Fact]
    public void Tier_PreviousBlockOfAnotherPlan_IsMatchedByNames()
    {
        var before = Plans.WellCoveredBefore(Plan);
        var plan = Plans.Make(areas: 6, tiers: [.. Plans.Tiers.Select((tier, i) => i == 1 ? tier with { Name = "renamed" } : tier)]);
        Assert.Equal(new bool[7], OrganisationFloor.EligibleAreas(plan, 1, before));
        Assert.Equal([true, true, true, true, false, false, true], OrganisationFloor.EligibleAreas(plan, 2, before));
    }

    [Theory]
    [InlineData("2014-02")]
    [InlineData("2014-03")]
    [InlineData("2013-13")]
    public void Tier_PreviousThatIsNotTheBlockBefore_Throws(string period)
    {
        Assert.Throws<ArgumentException>(() => Derive.Tier(Plan, Busy(), 2, Plans.WellCoveredBefore(Plan, period)));
    }

    [Fact]
    public void Tier_AFlash_TakesTheLastFinalThatCouldExist()
    {
        var flash = Plans.Make(VolumeClass.Medium, vintage: ReleaseVintage.Flash, period: "2014-W06");
        var table = Plans.Run(flash, [], new SeededRandom("flash"));
        Assert.NotNull(Derive.Tier(flash, table, 2, Plans.WellCoveredBefore(flash, "2014-01")));
        Assert.NotNull(Derive.Tier(flash, table, 2, Plans.WellCoveredBefore(flash, "2013-13")));
        Assert.Throws<ArgumentException>(() => Derive.Tier(flash, table, 2, Plans.WellCoveredBefore(flash, "2013-12")));
        Assert.Throws<ArgumentException>(() => Derive.Tier(flash, table, 2, table));
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

    private static double EligibleRate(Contribution[] records, int blocks)
    {
        var before = Plans.Make(period: "2014-01");
        var random = new SeededRandom($"eligible {records.Length}");
        return Enumerable.Range(0, blocks).Count(_ =>
            OrganisationFloor.EligibleAreas(Plan, 2, Plans.Run(before, records, random))[0]) / (double)blocks;
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
