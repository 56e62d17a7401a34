using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>Makes a period's book of cells out of stored contributions, keeps it up, and asks the ledger which sources rest.</summary>
internal sealed class CellBuilder(IStore store, MeasurementStore measurements, CellSnapshots snapshots, ContributionAdmission admission, ConsentStore consents, VaultService vault)
{
    private const int Attempts = 3;

    /// <summary>The book as the caller's transaction sees the store.</summary>
    public PeriodCells Build(StoreConnection connection, SharingPolicy policy, DueMeasurement due)
    {
        PeriodCells cells = From(policy, due, measurements.Contributions(connection, policy.Country, due.Period.Block.Ordinal), consents.View(connection, policy.Country));
        cells.Generation = measurements.Generation(connection, policy.Country, due.Period.Block.Ordinal);
        Reassess(connection, cells);
        return cells;
    }

    /// <summary>
    /// The book of the last committed state, from its snapshot where that holds, read a page at a time so that nobody waits for it; null when the
    /// contributions changed under each attempt: the measuring transaction makes it then.
    /// </summary>
    public PeriodCells? Load(SharingPolicy policy, DueMeasurement due)
    {
        if (store.Read(connection => snapshots.Find(connection, policy, due)) is { } kept)
        {
            store.Read(connection => Reassess(connection, kept));
            return kept;
        }

        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long before = store.Read(connection => measurements.Generation(connection, policy.Country, due.Period.Block.Ordinal));
            PeriodCells cells = From(policy, due, measurements.Contributions(null, policy.Country, due.Period.Block.Ordinal), Consents(policy.Country));
            if (store.Read(connection => measurements.Generation(connection, policy.Country, due.Period.Block.Ordinal)) == before)
            {
                cells.Generation = before;
                store.Read(connection => Reassess(connection, cells));
                return cells;
            }

            cells.Dispose();
        }

        return null;
    }

    /// <summary>A book of the given contributions, about whose sources the ledger was not asked yet.</summary>
    public PeriodCells From(SharingPolicy policy, DueMeasurement due, IEnumerable<StoredContribution> contributions, ConsentView view)
    {
        var cells = new PeriodCells(due, policy.Revision, vault.WithLeafKey(key => new CellBook(CellShape.Of(due.Plan), key)));
        try
        {
            foreach (StoredContribution stored in contributions)
            {
                Deposit(policy, cells, stored, measurements.KeyOf(stored.Record), view);
            }

            return cells;
        }
        catch
        {
            cells.Dispose();
            throw;
        }
    }

    /// <summary>Adds what a committed drain took. A source that is new to the book is looked up in the ledger.</summary>
    public void Add(SharingPolicy policy, PeriodCells cells, BlockDrain drain)
    {
        ConsentView view = Consents(policy.Country);
        foreach (StoredContribution stored in drain.Taken)
        {
            if (admission.Of(policy, cells.Due, stored, view) is not { } contribution)
            {
                continue;
            }

            bool known = cells.Book.Knows(contribution.Source);
            cells.Book.Deposit(contribution, measurements.KeyOf(stored.Record));
            if (!known)
            {
                cells.Book.Rest(contribution.Source, !store.Read(connection => MayCharge(connection, cells.Due, contribution.Source)));
            }
        }

        cells.Generation = drain.After;
    }

    /// <summary>Adds one contribution, where it counts in the period; the ledger is not asked.</summary>
    public void Deposit(SharingPolicy policy, PeriodCells cells, StoredContribution stored, RecordKey key, ConsentView view)
    {
        if (admission.Of(policy, cells.Due, stored, view) is { } contribution)
        {
            cells.Book.Deposit(contribution, key);
        }
    }

    /// <summary>The consents of the last committed state.</summary>
    public ConsentView Consents(string country) => consents.View(null, country);

    /// <summary>Asks the ledger about every source, unless nothing that its answers depend on has changed since.</summary>
    public bool Reassess(StoreConnection connection, PeriodCells cells) => Reassess(connection, cells, cells.Due);

    /// <inheritdoc cref="Reassess(StoreConnection, PeriodCells)"/>
    public bool Reassess(StoreConnection connection, PeriodCells cells, DueMeasurement due)
    {
        MeasurementPlan plan = due.Plan;
        var now = new LedgerMoment(plan.RhoPerSource, plan.YearlyRho, MeasurementStore.CountMeasured(connection, plan.Country));
        if (cells.Asked == now)
        {
            return false;
        }

        cells.Book.Reassess(source => MayCharge(connection, due, source));
        cells.Asked = now;
        return true;
    }

    private bool MayCharge(StoreConnection connection, DueMeasurement due, SourceKey source) =>
        measurements.Budget(connection, source).MayCharge(due.Plan.RhoPerSource, due.Plan.YearlyRho, due.Period.Block.Ordinal);
}
