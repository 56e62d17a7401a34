namespace Broker.DisclosureControl.Tests;

/// <summary>P12 at its full size, through a book: what one source, one record or one organisation changes before noise.</summary>
public sealed class CellBookSensitivityTests
{
    private const int Areas = 71; // and the country's own: 72
    private static readonly MeasurementPlan Plan = Plans.Make(VolumeClass.Large, areas: Areas, categories: 5);

    [Fact]
    public void Deposit_OneSourceWithManyRecords_ChangesEachGroupByAtMostOneAtAnyTime() => OneSource(40_000);

    [Fact]
    [Trait("Category", "Soak")]
    public void Deposit_OneSourceWithAMillionRecords_ChangesEachGroupByAtMostOneAtAnyTime() => OneSource(1_000_000);

    [Fact]
    public void Deposit_AnOrganisationOfFiveHundredSources_AddsItsCapALeaf()
    {
        using var book = Books.Of(Plan, Plans.Sources(0, 40, 8, area: 4, category: 1));
        var before = book.Counts(Plan);
        for (var source = 1_000; source < 1_500; source++)
        {
            book.Deposit(new Contribution(new SourceKey((UInt128)source), new OrganisationKey(99), 4, 1, 0), Books.Record(0));
        }

        var after = book.Counts(Plan);
        Assert.Equal(10, after[0][0] - before[0][0]);
        Assert.Equal(10, after[0][Plan.IndexOf(CellGroup.Leaf) + (4 * 5) + 1] - before[0][Plan.IndexOf(CellGroup.Leaf) + (4 * 5) + 1]);
        Assert.Equal(1, after[0][Plan.Keys.Count + 4] - before[0][Plan.Keys.Count + 4]);
    }

    private static void OneSource(int records)
    {
        var random = new SeededRandom("one source");
        var own = Enumerable.Range(0, records).Select(_ => new Contribution(
            new SourceKey(7_777), new OrganisationKey(5), random.Below(Areas + 1), random.Below(5), random.Below(3))).ToArray();
        using var book = Books.Of(Plan, Plans.RandomCountry(Plan, 500, random));
        var without = book.Counts(Plan);
        for (var record = 0; record < records; record++)
        {
            Assert.True(book.Deposit(own[record], Books.Record(record)));
            RequireAtMostOne(book, without, record);
        }

        foreach (var record in random.Shuffled(Enumerable.Range(0, records)))
        {
            RequireAtMostOne(book, without, record);
            Assert.True(book.Withdraw(new SourceKey(7_777), Books.Record(record)));
        }

        Assert.Equal(without, book.Counts(Plan));
    }

    // Looking at all cells takes longer than a deposit: at the first records, and now and then.
    private static void RequireAtMostOne(CellBook book, long[][] without, int record)
    {
        if (record >= 200 && record % 997 != 0)
        {
            return;
        }

        var with = book.Counts(Plan);
        var strata = Enumerable.Range(0, with.Length).Where(stratum => !with[stratum].SequenceEqual(without[stratum])).ToList();
        Assert.True(strata.Count <= 1);
        foreach (var stratum in strata)
        {
            var changes = with[stratum].Zip(without[stratum], (after, before) => after - before).ToArray();
            foreach (var group in Enumerable.Range(0, changes.Length).GroupBy(query => query < Plan.Keys.Count ? (int)Plan.Keys[query].Group : -1))
            {
                Assert.InRange(group.Sum(query => Math.Abs(changes[query])), 0, 1);
            }
        }
    }
}
