using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Vault;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Releases;

/// <summary>Measures a period once, by its book of cells, and writes debits and noisy table together.</summary>
internal sealed class PeriodMeasurement(MeasurementStore measurements, ContributionAdmission admission, VaultService vault)
{
    /// <summary>Runs in the caller's transaction; what was measured before is left as it is.</summary>
    public void Run(SqliteConnection connection, SharingPolicy policy, DueMeasurement due, CountryCells cells)
    {
        if (MeasurementStore.IsMeasured(connection, policy.Country, due.Period))
        {
            return;
        }

        cells.Use(connection, policy, due, book =>
        {
            // Everything is gathered before the draw: what can fail has failed by then.
            IReadOnlyList<Contributor> contributors = Contributors(connection, policy, due, book);
            SourceKey[] charged = book.Charged();
            MeasuredTable table = Measure.Run(due.Plan, book, vault.Random.Invoke);
            measurements.Write(connection, policy.Country, due.Period, policy.Revision, table, charged, contributors);
            return table;
        });
    }

    /// <summary>
    /// The records that entered. A source counts once, in one stratum: a record of it that stands in another entered nothing. What an opening
    /// has no room for leaves the book before the draw: one depositor must not keep every release of the country from being published.
    /// </summary>
    private List<Contributor> Contributors(SqliteConnection connection, SharingPolicy policy, DueMeasurement due, CellBook book)
    {
        var admitted = new List<(StoredContribution Stored, Contribution Contribution)>();
        var ofDepositor = new Dictionary<OrganisationKey, int>();
        foreach (StoredContribution stored in measurements.Contributions(connection, policy.Country, due.Period.Block.Ordinal))
        {
            if (admission.Of(policy, due, stored) is not { } contribution)
            {
                continue;
            }

            // In the order of rows, which are keyed tags: nobody outside chooses whose turn comes last.
            ofDepositor[stored.Organisation] = ofDepositor.GetValueOrDefault(stored.Organisation) + 1;
            if (ofDepositor[stored.Organisation] > SlotOpening.MostRecords)
            {
                book.Withdraw(contribution.Source, measurements.KeyOf(stored.Record));
            }
            else
            {
                admitted.Add((stored, contribution));
            }
        }

        return
        [
            .. admitted
                .Where(entry => book.TryPlace(entry.Contribution.Source, out int stratum) && stratum == entry.Contribution.Stratum)
                .Select(entry => new Contributor(entry.Stored.Organisation.Value, entry.Stored.Record, entry.Contribution.Stratum)),
        ];
    }
}
