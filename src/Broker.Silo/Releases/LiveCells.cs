using System.Collections.Concurrent;
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

    public LiveCells(CellBuilder builder, CellSnapshots snapshots, MeasurementStore measurements, VaultService vault, IStore store)
    {
        make = _ => new CountryCells(builder, snapshots, measurements, vault, store);
        this.measurements = measurements;
        this.vault = vault;
        vault.Sealed += Forget;
    }

    public CountryCells Of(string country) => countries.GetOrAdd(country, make);

    /// <summary>Takes a contribution out of the live books, once its removal is durable.</summary>
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
