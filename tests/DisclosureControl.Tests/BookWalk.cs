namespace Broker.DisclosureControl.Tests;

/// <summary>Random deposits, doubles, withdrawals and rests on a book, beside a plain list of what should be in it.</summary>
internal sealed class BookWalk(MeasurementPlan plan, SeededRandom random, int sources, int records) : IDisposable
{
    private readonly Dictionary<(int Source, int Record), Contribution> left = [];
    private readonly HashSet<int> resting = [];

    internal CellBook Book { get; } = new(CellShape.Of(plan), Plans.LeafKey);

    public void Dispose() => Book.Dispose();

    internal void Step(int times)
    {
        for (var step = 0; step < times; step++)
        {
            var (source, record) = (random.Below(sources), random.Below(records));
            switch (random.Below(10))
            {
                case < 6:
                    Deposit(source, record);
                    break;
                case < 9:
                    Assert.Equal(left.Remove((source, record)), Book.Withdraw(Key(source), Books.Record(record)));
                    Forget(source);
                    break;
                default:
                    Rest(source);
                    break;
            }

            Assert.Equal(left.Keys.Any(key => key.Source == source), Book.Knows(Key(source)));
        }
    }

    internal void WithdrawAll()
    {
        foreach (var (source, record) in random.Shuffled(left.Keys))
        {
            Assert.True(Book.Withdraw(Key(source), Books.Record(record)));
        }

        left.Clear();
        resting.Clear();
    }

    internal void RequireCountsOfWhatIsLeft()
    {
        Assert.Equal(BatchCounts.Of(plan, left.Values, Plans.LeafKey, MayCount), Book.Counts(plan));
        var places = BatchCounts.Places(plan, left.Values, Plans.LeafKey).Where(place => MayCount(place.Source)).ToList();
        Assert.Equal(places.Select(place => place.Source).Order(), Book.Charged());
        foreach (var place in places)
        {
            Assert.True(Book.TryPlace(place.Source, out var stratum));
            Assert.Equal(place.Stratum, stratum);
        }

        Assert.All(resting, source => Assert.False(Book.TryPlace(Key(source), out _)));
        Assert.Equal(left.Count == 0, Book.IsEmpty);
    }

    internal void RequireTheSameFromAnyOrder()
    {
        using var again = new CellBook(CellShape.Of(plan), Plans.LeafKey);
        foreach (var (key, one) in random.Shuffled(left))
        {
            Assert.True(again.Deposit(one, Books.Record(key.Record)));
        }

        again.Reassess(MayCount);
        Assert.True(Book.HoldsTheSame(again));
        Assert.True(again.HoldsTheSame(Book));
        Assert.Equal(Book.Encode(), again.Encode());
        Assert.True(CellBook.TryDecode(Book.Encode(), CellShape.Of(plan), Plans.LeafKey, out var read));
        Assert.True(Book.HoldsTheSame(read!));
        Assert.Equal(Book.Counts(plan), read!.Counts(plan));
        read.Dispose();
    }

    private static SourceKey Key(int source) => new((UInt128)source * 0x1_0000_0001);

    private bool MayCount(SourceKey source) => !resting.Any(one => Key(one) == source);

    private void Deposit(int source, int record)
    {
        var one = new Contribution(
            Key(source), new OrganisationKey((ulong)random.Below(2)),
            random.Below(plan.Areas.Count), random.Below(plan.Categories.Count), random.Below(plan.Tiers.Count));
        Assert.Equal(left.TryAdd((source, record), one), Book.Deposit(one, Books.Record(record)));
    }

    private void Rest(int source)
    {
        if (!Book.Knows(Key(source)))
        {
            Assert.Throws<ArgumentException>(() => Book.Rest(Key(source), resting: true));
            return;
        }

        var rests = random.Below(2) == 0;
        Book.Rest(Key(source), rests);
        _ = rests ? resting.Add(source) : resting.Remove(source);
    }

    private void Forget(int source)
    {
        if (!left.Keys.Any(key => key.Source == source))
        {
            resting.Remove(source);
        }
    }
}
