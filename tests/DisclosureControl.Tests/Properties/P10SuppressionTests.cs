namespace Broker.DisclosureControl.Tests;

/// <summary>P10: nobody works out a hidden cell from what is shown around it.</summary>
/// <remarks>
/// Against exact suppression the attacker is deadly: the margins are true, so bounds pin hidden cells and every pin is a true count.
/// Here whatever is shown is noisy, so a pin is a noisy number, and every table within the printed ranges leaves hidden cells open.
/// </remarks>
public sealed class P10SuppressionTests
{
    private const int Least = 5;
    private const int Releases = 120;
    private static readonly MeasurementPlan Plan = Plans.Make(VolumeClass.Large, areas: 5, categories: 4, tiers: Plans.OneTier, organisationCap: 1_000);
    private static readonly int Columns = Plan.Categories.Count;
    private static readonly int Rows = Plan.Areas.Count;

    [Fact]
    public void Bounds_OfSmallTables_AreThoseOfTryingAll()
    {
        var random = new SeededRandom("all tables");
        for (var i = 0; i < 200; i++)
        {
            var cells = Enumerable.Range(0, 4).Select(_ => (Low: (long)random.Below(2), High: 1L + random.Below(3))).ToArray();
            (long, long) Around(long sum) => (Math.Max(0, sum - random.Below(2)), sum + random.Below(2));
            (long Low, long High)[] sums = [Around(4), Around(2), Around(2), Around(2), Around(2)];
            long[][] all =
            [
                .. from a in Range(cells[0]) from b in Range(cells[1]) from c in Range(cells[2]) from d in Range(cells[3])
                   where In(a + b + c + d, sums[0]) && In(a + b, sums[1]) && In(c + d, sums[2]) && In(a + c, sums[3]) && In(b + d, sums[4])
                   select new[] { a, b, c, d },
            ];
            var tables = new ConsistentTables(sums[0], sums[1..3], sums[3..5], cells);
            Assert.Equal(all.Length > 0, tables.Exists);
            for (var cell = 0; cell < 4 && all.Length > 0; cell++)
            {
                Assert.Equal((all.Min(table => table[cell]), all.Max(table => table[cell])), tables.Bounds(cell / 2, cell % 2));
            }
        }
    }

    // The broken variant: exact numbers, cells of 1 to 4 left out, margins given. The attacker must win, or it is no attacker.
    [Fact]
    public void ExactSuppression_SameAttacker_IsCaught()
    {
        var (pinned, hidden, right) = (0, 0, 0);
        ForEachCountry((counts, _) =>
        {
            var tables = Known(index => (counts[index], counts[index]), index => counts[index] is > 0 and < Least);
            Each(index => counts[index] is > 0 and < Least, index =>
            {
                var (least, most) = BoundsOf(tables, index);
                hidden++;
                pinned += least == most ? 1 : 0;
                right += least == most && least == counts[index] ? 1 : 0;
            });
        });
        Assert.True(hidden > 200);
        Assert.True(pinned > 0.3 * hidden);
        Assert.Equal(pinned, right); // and every pin is the truth
    }

    // Every whole table within the printed ranges.
    [Fact]
    public void HiddenCells_WithinThePrintedRanges_AreNeverPinnedNorProvenSmall()
    {
        var hidden = 0;
        ForEachCountry((_, table) =>
        {
            var tables = Known(index => (table.Cells[index].Low, table.Cells[index].High), index => table.Cells[index].Status != CellStatus.Published);
            Assert.True(tables.Exists);
            Each(index => table.Cells[index].Status == CellStatus.Suppressed, index =>
            {
                var (least, most) = BoundsOf(tables, index);
                hidden++;
                Assert.True(least < most);
                Assert.True(most >= Least);
            });
        });
        Assert.True(hidden > 500);
    }

    // Who takes the printed numbers for exact pins cells too; what it pins is the truth no more often than noise lets it be.
    [Fact]
    public void HiddenCells_PinnedByTakingNumbersForExact_AreRarelyTheTruth()
    {
        var (pinned, right) = (0, 0);
        ForEachCountry((counts, table) =>
        {
            var tables = Known(index => (table.Cells[index].Estimate, table.Cells[index].Estimate), index => table.Cells[index].Status != CellStatus.Published);
            Each(index => table.Cells[index].Status == CellStatus.Suppressed, index =>
            {
                var (least, most) = BoundsOf(tables, index);
                pinned += least == most ? 1 : 0;
                right += least == most && least == counts[index] ? 1 : 0;
            });
        });
        Assert.True(pinned > 20);
        Assert.InRange((double)right / pinned, 0, 0.3);
    }

    // Leaves from none to dozens, as a country with a few bad places has; enough organisations everywhere.
    private static void ForEachCountry(Action<long[], TierTable> look)
    {
        var random = new SeededRandom("P10");
        for (var release = 0; release < Releases; release++)
        {
            var next = 0;
            Contribution[] records =
            [
                .. Enumerable.Range(0, Rows * Columns).SelectMany(leaf =>
                {
                    var sources = random.Below(3) == 0 ? random.Below(6) : 20 + random.Below(40);
                    next += 1_000;
                    return Plans.Sources(next, sources, 40, leaf / Columns, leaf % Columns);
                }),
            ];
            var counts = SlowMeasure.Counts(Plan, records, Plans.LeafKey);
            look([.. Plan.Keys.Select(key => counts[(0, key)])], Properties.Tier(Plan, Plans.Run(Plan, records, random), 0));
        }
    }

    private static ConsistentTables Known(Func<int, (long Low, long High)> of, Func<int, bool> isHidden)
    {
        (long, long) Of(int index) => isHidden(index) ? (0, ConsistentTables.Unknown) : of(index);
        (long, long)[] Group(CellGroup group, int count) => [.. Enumerable.Range(Plan.IndexOf(group), count).Select(Of)];
        return new ConsistentTables(
            isHidden(0) ? (0, ConsistentTables.Unknown) : of(0), Group(CellGroup.Area, Rows), Group(CellGroup.Category, Columns), Group(CellGroup.Leaf, Rows * Columns));
    }

    private static void Each(Func<int, bool> isHidden, Action<int> look)
    {
        foreach (var index in Enumerable.Range(Plan.IndexOf(CellGroup.Leaf), Rows * Columns).Where(isHidden))
        {
            look(index);
        }
    }

    private static (long Least, long Most) BoundsOf(ConsistentTables tables, int index) =>
        tables.Bounds(Plan.Keys[index].Area, Plan.Keys[index].Category);

    private static IEnumerable<long> Range((long Low, long High) bounds)
    {
        for (var value = bounds.Low; value <= bounds.High; value++)
        {
            yield return value;
        }
    }

    private static bool In(long value, (long Low, long High) bounds) => bounds.Low <= value && value <= bounds.High;
}
