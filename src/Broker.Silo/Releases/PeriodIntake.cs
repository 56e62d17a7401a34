using Broker.DisclosureControl;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;

namespace Broker.Silo.Releases;

/// <summary>Takes what waits for a country into its open periods, in one transaction, and says what went into which block.</summary>
internal sealed class PeriodIntake(IStore store, DepositStore deposits, MeasurementStore measurements)
{
    /// <summary>What was taken, once it is durable.</summary>
    public Task<IReadOnlyCollection<BlockDrain>> Drain(string country) => store.WriteAsync<IReadOnlyCollection<BlockDrain>>(connection =>
    {
        var drains = new Dictionary<int, BlockDrain>();
        long first = MeasurementStore.Opened(connection, country) ?? long.MaxValue;
        deposits.Drain(connection, country, contribution => Take(connection, country, first, contribution, drains));
        foreach (BlockDrain drain in drains.Values)
        {
            drain.After = measurements.Generation(connection, country, drain.Ordinal);
        }

        return drains.Values;
    });

    /// <summary>Takes one contribution: a late one stays sealed, every other enters its open period.</summary>
    private void Take(StoreConnection connection, string country, long first, StoredContribution contribution, Dictionary<int, BlockDrain> drains)
    {
        if (MeasurementStore.IsMeasured(connection, country, MeasuredPeriod.Final(FourWeekCalendar.FromOrdinal(contribution.Ordinal)))
            || contribution.Ordinal < first)
        {
            return;
        }

        if (!drains.TryGetValue(contribution.Ordinal, out BlockDrain? drain))
        {
            drain = new BlockDrain(contribution.Ordinal, measurements.Generation(connection, country, contribution.Ordinal));
            drains.Add(contribution.Ordinal, drain);
        }

        if (measurements.AddContribution(connection, country, contribution))
        {
            drain.Taken.Add(contribution);
        }
    }
}
