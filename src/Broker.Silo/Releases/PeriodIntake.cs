using Broker.DisclosureControl;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>Takes what waits for a country into its open periods, in one transaction, and says what went into which block.</summary>
internal sealed class PeriodIntake(IStore store, DepositStore deposits, MeasurementStore measurements, VaultService vault)
{
    // The store has one writer: deposits wait as long as one such transaction takes.
    private const int MostAtOnce = 256;

    /// <summary>The last contribution that waits for the country; null when none does.</summary>
    public long? LastWaiting(string country) => deposits.LastWaiting(country);

    /// <summary>What was taken, once it is durable, of what waits up to the given one; and whether more of that is left.</summary>
    public Task<(IReadOnlyCollection<BlockDrain> Drains, bool More)> Drain(string country, long last) => store.WriteAsync<(IReadOnlyCollection<BlockDrain>, bool)>(connection =>
    {
        var drains = new Dictionary<int, BlockDrain?>(); // null: of a block that takes nothing any more
        long first = MeasurementStore.Opened(connection, country) ?? long.MaxValue;
        int taken = vault.OpenMany(() => deposits.Drain(connection, country, last, MostAtOnce, contribution => Take(connection, country, first, contribution, drains)));
        List<BlockDrain> into = [.. drains.Values.OfType<BlockDrain>()];
        into.ForEach(drain => drain.After = measurements.Generation(connection, country, drain.Ordinal));
        return (into, taken == MostAtOnce);
    });

    /// <summary>Takes one contribution: a late one stays sealed, every other enters its open period.</summary>
    private void Take(StoreConnection connection, string country, long first, StoredContribution contribution, Dictionary<int, BlockDrain?> drains)
    {
        if (!drains.TryGetValue(contribution.Ordinal, out BlockDrain? drain))
        {
            drain = contribution.Ordinal < first || MeasurementStore.IsMeasured(connection, country, MeasuredPeriod.Final(FourWeekCalendar.FromOrdinal(contribution.Ordinal)))
                ? null
                : new BlockDrain(contribution.Ordinal, measurements.Generation(connection, country, contribution.Ordinal), measurements.Partition(country, contribution.Ordinal));
            drains.Add(contribution.Ordinal, drain);
        }

        if (drain is not null && measurements.AddContribution(connection, drain.Partition, contribution))
        {
            drain.Taken.Add(contribution);
        }
    }
}
