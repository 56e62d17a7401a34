namespace Broker.DisclosureControl.Tests;

/// <summary>A book that was kept up through any history equals what is counted at once from the records that are left.</summary>
public sealed class CellBookHistoryTests
{
    private static readonly MeasurementPlan Small = Plans.Make(VolumeClass.Large, areas: 3, categories: 3, organisationCap: 2);
    private static readonly MeasurementPlan Wide = Plans.Make(VolumeClass.Large, areas: 40, categories: 2);

    [Fact]
    public void Counts_RandomHistories_EqualTheRecordsThatAreLeft() => RunHistories("quick histories", 6_000);

    [Fact]
    [Trait("Category", "Soak")]
    public void Counts_AHundredThousandRandomHistories_EqualTheRecordsThatAreLeft() => RunHistories("histories", 100_000);

    // Sources of hundreds of records: lists that grow an index of their own, shrink again, and vanish.
    [Fact]
    public void Counts_HistoriesOfLongLists_EqualTheRecordsThatAreLeft()
    {
        var random = new SeededRandom("long histories");
        for (var history = 0; history < 60; history++)
        {
            using var walk = new BookWalk(Wide, random, sources: 3, records: 120);
            walk.Step(1_200);
            walk.RequireCountsOfWhatIsLeft();
            walk.WithdrawAll();
            Assert.True(walk.Book.IsEmpty);
            Assert.All(walk.Book.Counts(Wide), stratum => Assert.All(stratum, count => Assert.Equal(0, count)));
        }
    }

    // Twelve bits of a rank are kept: enough ties here that the two best ones are equal in them, or the test fails. Many
    // organisations, so that no cap hides where a source counts.
    [Fact]
    public void Counts_TiesOfManyAreas_EqualTheRecordsThatAreLeft()
    {
        var random = new SeededRandom("many ties");
        var records = Enumerable.Range(0, 30_000).Select(i => new Contribution(
            new SourceKey((UInt128)(i % 2_500)), new OrganisationKey((ulong)(i % 2_500)), random.Below(41), 0, 0)).ToArray();
        Assert.True(EqualKeptRanks(records) > 2);
        using var book = Books.Of(Wide, records);
        Assert.Equal(BatchCounts.Of(Wide, records, Plans.LeafKey), book.Counts(Wide));
    }

    private static void RunHistories(string seed, int histories)
    {
        var random = new SeededRandom(seed);
        for (var history = 0; history < histories; history++)
        {
            using var walk = new BookWalk(Small, random, sources: 5, records: 9);
            walk.Step(2 + random.Below(28));
            walk.RequireCountsOfWhatIsLeft();
            if (history % 10 == 0)
            {
                walk.RequireTheSameFromAnyOrder();
            }
        }
    }

    private static int EqualKeptRanks(Contribution[] records)
    {
        using var tie = new LeafTie(CellShape.Of(Wide), Plans.LeafKey);
        return records.GroupBy(one => one.Source).Select(own => own.Select(one => one.Area).Distinct()
                .Select(area => tie.Rank(own.Key, area, 0) >> 116).Order().Take(2).ToArray())
            .Count(kept => kept.Length == 2 && kept[0] == kept[1]);
    }
}
