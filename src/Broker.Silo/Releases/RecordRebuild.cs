using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>Counts a country's open periods anew from the sealed records themselves and compares: the audit of what will be measured.</summary>
/// <remarks>
/// Each record that is kept is opened in memory, one after the other. What it says is held against its stored contribution, field by field; the books
/// that come out are held against the live ones. A record that does not open and whose contribution is not there either can't be told
/// to be of no open period, so every one differs then. Read a page at a time, so that no deposit and no withdrawal waits for it: a
/// period whose contributions changed meanwhile is no result. Consents bound both alike: each one that a record is counted by is checked by its
/// depositor's signature and its entry in the log, and that none is missing by the number of their entries.
/// </remarks>
internal sealed class RecordRebuild(
    IStore store, DepositStore deposits, MeasurementStore measurements, CellBuilder builder, OpenPeriods open, LiveCells live, CountryReference reference,
    PolicyStore policies, ConsentStore consents, VaultService vault, CalendarClock calendar)
{
    private const int RecordsAtOnce = 256;
    private const int Attempts = 3;

    /// <summary>Every open period and whether it is equal; null when the contributions changed under each attempt.</summary>
    public IReadOnlyList<RebuiltPeriod>? Run(SharingPolicy policy)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            using var scene = new RebuildScene(policy, open.Of(policy, calendar.Now), builder);
            store.Read(connection => scene.Begin(ordinal => measurements.Generation(connection, policy.Country, ordinal)));
            if (!store.Read(consents.AreAllThere))
            {
                // One that is missing may be the one by which its depositor took another back.
                scene.Unreadable();
            }

            ReadRecords(scene);
            if (store.Read(connection => Compare(connection, scene)) is { } periods)
            {
                return periods;
            }
        }

        return null;
    }

    private void ReadRecords(RebuildScene scene)
    {
        string? after = "";
        while (after is not null)
        {
            string from = after;
            IReadOnlyList<StoredRecord> page = store.Read(connection => DepositStore.Kept(connection, from, RecordsAtOnce));
            foreach (StoredRecord record in page)
            {
                Compare(scene, record, store.Read(connection => measurements.FindContribution(connection, record.Record)));
            }

            after = page.Count < RecordsAtOnce ? null : page[^1].Record.ToString();
        }
    }

    private void Compare(RebuildScene scene, StoredRecord record, (byte[] Partition, StoredContribution? Contribution)? row)
    {
        if (RebuiltContribution.Open(vault, reference, record) is not { } rebuilt)
        {
            // Where it has a contribution, that one stays without its record, and its period differs for it.
            if (row is null)
            {
                scene.Unreadable();
            }

            return;
        }

        int block = rebuilt.Week.Block.Ordinal;
        if (!string.Equals(rebuilt.Country, scene.Policy.Country, StringComparison.Ordinal) || !scene.Has(block))
        {
            return;
        }

        if (row is null)
        {
            // Deposited a moment ago, it may still wait to be taken.
            if (!store.Read(connection => deposits.Waits(connection, record.Record)))
            {
                scene.Differs(block);
            }
        }
        else if (row.Value.Contribution is { } stored
            && stored.Record == record.Record
            && row.Value.Partition.AsSpan().SequenceEqual(measurements.Partition(scene.Policy.Country, block))
            && rebuilt.IsOf(stored)
            && policies.Find(scene.Policy.Country, stored.Revision) is not null)
        {
            scene.Add(block, stored, measurements.KeyOf(stored.Record));
        }
        else
        {
            scene.Differs(block);
        }
    }

    /// <summary>Null when a period's contributions are not those of the beginning any more.</summary>
    private List<RebuiltPeriod>? Compare(StoreConnection connection, RebuildScene scene)
    {
        CountryCells cells = live.Of(scene.Policy.Country);
        var periods = new List<RebuiltPeriod>();
        foreach (PeriodCells rebuilt in scene.Periods)
        {
            int block = rebuilt.Period.Block.Ordinal;
            builder.Reassess(connection, rebuilt);
            bool isEqual = scene.IsWhole(block, measurements.CountContributions(connection, scene.Policy.Country, block))
                && cells.HoldsTheSame(connection, scene.Policy, rebuilt);
            periods.Add(new RebuiltPeriod(rebuilt.Period.Id, rebuilt.Period.Slug, isEqual));
        }

        // Asked last: each look at the store above saw it as it was at that moment.
        return scene.Periods.All(rebuilt => IsOfNow(connection, scene.Policy, rebuilt)) ? periods : null;
    }

    private bool IsOfNow(StoreConnection connection, SharingPolicy policy, PeriodCells rebuilt) =>
        measurements.Generation(connection, policy.Country, rebuilt.Period.Block.Ordinal) == rebuilt.Generation
        && !MeasurementStore.IsMeasured(connection, policy.Country, rebuilt.Period);
}
