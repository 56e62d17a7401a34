using Broker.Silo.Deposits;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>
/// Takes what waits for a country in the outbox into its open periods. An earlier version left contributions there; since then they are written with their
/// records, and nothing new waits.
/// </summary>
internal sealed class PeriodIntake(IStore store, DepositStore deposits, MeasurementStore measurements, LiveCells live, VaultService vault)
{
    // The store has one writer: deposits wait as long as one such transaction takes.
    private const int MostAtOnce = 256;

    /// <summary>The last contribution that waits for the country; null when none does.</summary>
    public long? LastWaiting(string country) => deposits.LastWaiting(country);

    /// <summary>Takes what waits up to the given one; whether more of that is left.</summary>
    public async Task<bool> Drain(string country, long last) => (await store.WriteAsync(
        connection =>
        {
            var drains = new Dictionary<int, BlockDrain?>(); // null: of a block that takes nothing any more
            int taken = vault.OpenMany(() => deposits.Drain(connection, country, last, MostAtOnce, contribution => Take(connection, country, contribution, drains)));
            List<BlockDrain> into = [.. drains.Values.OfType<BlockDrain>()];
            into.ForEach(drain => drain.After = MeasurementStore.GenerationOf(connection, drain.Partition));
            return (Into: into, More: taken == MostAtOnce);
        },
        done => done.Into.ForEach(live.Of(country).Wrote))).More;

    /// <summary>Takes one contribution: a late one stays sealed, every other enters its open period.</summary>
    private void Take(StoreConnection connection, string country, StoredContribution contribution, Dictionary<int, BlockDrain?> drains)
    {
        if (!drains.TryGetValue(contribution.Ordinal, out BlockDrain? drain))
        {
            byte[] partition = measurements.Partition(country, contribution.Ordinal);
            drain = MeasurementStore.IsOpen(connection, country, contribution.Ordinal)
                ? new BlockDrain(contribution.Ordinal, MeasurementStore.GenerationOf(connection, partition), partition)
                : null;
            drains.Add(contribution.Ordinal, drain);
        }

        if (drain is not null && measurements.AddContribution(connection, drain.Partition, contribution))
        {
            drain.Taken.Add(contribution);
        }
    }
}
