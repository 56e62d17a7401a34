namespace Broker.DisclosureControl.Tests;

/// <summary>What a depositor is told beforehand is what the mechanism then does: held against counts by hand and against many measurements.</summary>
public sealed class OwnDerivativeTests
{
    private const int Runs = 1500;

    // About thirty sources of eight organisations in the first area, twenty of the third kind elsewhere, a few in other strata.
    private static readonly Contribution[] Records =
    [
        .. Plans.Sources(0, 34, 14, area: 0), .. Plans.Sources(100, 16, 4, area: 1, category: 2),
        .. Plans.Sources(200, 9, 9, area: 1, category: 1, stratum: 1), .. Plans.Sources(300, 20, 12, area: 0, category: 1, stratum: 2),
    ];

    public static TheoryData<string, int> Kinds => new() { { "small", 0 }, { "large", 0 }, { "small", 12 } };

    [Fact]
    public void ExactForOwner_OfEachTier_CountsItsOwnAndMoreOpenStrata()
    {
        var plan = Plans.Make(VolumeClass.Large);
        using var book = Books.Of(plan, Records);
        for (var tier = 0; tier < plan.Tiers.Count; tier++)
        {
            var open = Records.Where(record => record.Stratum <= tier).ToArray();
            var cells = OwnDerivative.ExactForOwner(plan, book, tier);
            Assert.Equal(plan.Keys.Where(key => plan.Tiers[tier].Groups.Contains(key.Group)), cells.Select(cell => cell.Key));

            // The cap of ten a leaf, stratum and organisation is not reached here.
            Assert.All(cells, cell => Assert.Equal(
                open.Count(record => (cell.Key.Area < 0 || record.Area == cell.Key.Area) && (cell.Key.Category < 0 || record.Category == cell.Key.Category)), cell.Sources));
        }
    }

    [Fact]
    public void ExactForOwner_OneOrganisationOfManySources_IsCappedAndAlmostNeverShownByArea()
    {
        var plan = Plans.Make();
        using var book = Books.Of(plan, Plans.Sources(0, 60, 1, area: 0));
        var cells = OwnDerivative.ExactForOwner(plan, book, 1);
        var area = cells.First(cell => cell.Key is { Group: CellGroup.Area, Area: 0 });
        Assert.Equal(10, cells[0].Sources);
        Assert.Equal(10, area.Sources);
        Assert.InRange(area.Chance, 0, 0.01);
    }

    [Fact]
    public void ExactForOwner_OfAFlash_ShowsNoAreaWithoutAFinal()
    {
        var plan = Plans.Make(VolumeClass.Medium, vintage: ReleaseVintage.Flash, period: "2014-W05");
        using var book = Books.Of(plan, Plans.Sources(0, 200, 40, area: 0));
        var cells = OwnDerivative.ExactForOwner(plan, book, 1);
        Assert.All(cells.Where(cell => cell.Key.Area >= 0), cell => Assert.Equal((0.0, double.PositiveInfinity), (cell.Chance, cell.ShownFrom)));
        Assert.InRange(cells[0].Chance, 0.99, 1);
    }

    // Each chance against how often the cell is shown; 5 standard deviations of the frequency over some 60 cells: less than 1 in 10^4.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Chance_OfEachCell_IsHowOftenItIsShown(string volume, int floor)
    {
        var plan = Plans.Make(volume == "large" ? VolumeClass.Large : VolumeClass.Small, hardFloor: floor);
        using var book = Books.Of(plan, Records);
        var random = new SeededRandom($"own derivative {volume} {floor}");
        var shown = new int[plan.Tiers.Count, plan.Keys.Count];
        for (var run = 0; run < Runs; run++)
        {
            var measured = Measure.Run(plan, book, random.Fill);
            for (var tier = 0; tier < plan.Tiers.Count; tier++)
            {
                var cells = Derive.Tier(plan, measured, tier, null).Cells;
                for (var index = 0; index < cells.Count; index++)
                {
                    shown[tier, index] += cells[index].Status == CellStatus.Published ? 1 : 0;
                }
            }
        }

        Assert.Equal([], Off(plan, book, shown));
    }

    [Fact]
    public void ExactForOwner_OfAnotherShape_IsRefused()
    {
        using var book = Books.Of(Plans.Make(), Records);
        Assert.Throws<ArgumentException>(() => OwnDerivative.ExactForOwner(Plans.Make(areas: 5), book, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OwnDerivative.ExactForOwner(Plans.Make(), book, 3));
    }

    private static List<string> Off(MeasurementPlan plan, CellBook book, int[,] shown)
    {
        List<string> off = [];
        var between = 0;
        for (var tier = 0; tier < plan.Tiers.Count; tier++)
        {
            foreach (var cell in OwnDerivative.ExactForOwner(plan, book, tier))
            {
                var often = (double)shown[tier, plan.Keys.ToList().IndexOf(cell.Key)] / Runs;
                var spread = Math.Sqrt(Math.Max(cell.Chance * (1 - cell.Chance), 1e-4) / Runs);
                between += cell.Chance is > 0.05 and < 0.95 ? 1 : 0;

                // The estimate is a sum of discrete draws, not quite normal: a hundredth more.
                if (Math.Abs(often - cell.Chance) > (5 * spread) + 0.01)
                {
                    off.Add($"{plan.Tiers[tier].Name} {cell.Key}: {cell.Chance} told, {often} seen");
                }
            }
        }

        Assert.True(between >= 4);
        return off;
    }
}
