using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>Measures a period once, by its book of cells, and writes debits and noisy table together.</summary>
internal sealed class PeriodMeasurement(MeasurementStore measurements, ContributionAdmission admission, ConsentStore consents, VaultService vault)
{
    /// <summary>Runs in the caller's transaction; what was measured before is left as it is.</summary>
    public void Run(StoreConnection connection, SharingPolicy policy, DueMeasurement due, CountryCells cells)
    {
        if (MeasurementStore.IsMeasured(connection, policy.Country, due.Period))
        {
            return;
        }

        cells.Use(connection, policy, due, book =>
        {
            // Everything is gathered before the draw: what can fail has failed by then.
            SourceKey[] charged = book.Charged();
            IReadOnlyList<Contributor> contributors = Contributors(connection, policy, due, book);
            MeasuredTable table = Measure.Run(due.Plan, book, vault.Random.Invoke);
            measurements.Write(connection, policy.Country, due.Period, policy.Revision, table, charged, contributors);
            return table;
        });
    }

    /// <summary>The records that entered. A source counts once, in one stratum: a record of it that stands in another entered nothing.</summary>
    private List<Contributor> Contributors(StoreConnection connection, SharingPolicy policy, DueMeasurement due, CellBook book)
    {
        var contributors = new List<Contributor>();
        ConsentView view = consents.View(connection, policy.Country);
        foreach (StoredContribution stored in measurements.Contributions(connection, policy.Country, due.Period.Block.Ordinal))
        {
            if (admission.Of(policy, due, stored, view) is { } contribution && book.TryPlace(contribution.Source, out int stratum) && stratum == contribution.Stratum)
            {
                contributors.Add(new Contributor(stored.Organisation.Value, stored.Record, stratum));
            }
        }

        return contributors;
    }
}
