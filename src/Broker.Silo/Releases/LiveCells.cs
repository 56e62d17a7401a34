using System.Collections.Concurrent;
using Broker.Silo.Grains;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>The live books of every country; none outlives the vault's sealing.</summary>
internal sealed class LiveCells : IDisposable
{
    private readonly ConcurrentDictionary<string, CountryCells> countries = new(StringComparer.Ordinal);
    private readonly Func<string, CountryCells> make;
    private readonly MeasurementStore measurements;
    private readonly VaultService vault;

    public LiveCells(CellBuilder builder, CellSnapshots snapshots, MeasurementStore measurements, PolicyStore policies, VaultService vault, IStore store)
    {
        make = country => new CountryCells(builder, snapshots, measurements, vault, store, () => policies.Active(country)?.Policy);
        this.measurements = measurements;
        this.vault = vault;
        vault.Sealed += Forget;
    }

    public CountryCells Of(string country) => countries.GetOrAdd(country, make);

    /// <summary>Has the books follow a removal that is durable, on the writer's thread; they do at the next <see cref="Follow"/>.</summary>
    public void Removed(RemovedContribution removed)
    {
        try
        {
            foreach ((string country, CountryCells cells) in countries)
            {
                if (measurements.Partition(country, removed.Contribution.Ordinal).AsSpan().SequenceEqual(removed.Partition))
                {
                    cells.Removed(removed);
                }
            }
        }
        catch (VaultSealedException)
        {
            // There is no book any more.
        }
    }

    /// <summary>Brings every book up to what was made durable; one that can't be is thrown away.</summary>
    public void Follow()
    {
        foreach (CountryCells cells in countries.Values)
        {
            try
            {
                cells.Follow();
            }
            catch (Exception fault) when (fault is DamagedStoreException or InvalidDataException or VaultSealedException or StoreUnavailableException)
            {
                // The country's books are gone; its next round names what is wrong.
            }
        }
    }

    public void Dispose()
    {
        vault.Sealed -= Forget;
        Forget();
    }

    private void Forget()
    {
        foreach (CountryCells cells in countries.Values)
        {
            cells.Forget();
        }
    }
}
