using System.Text;
using Broker.Sealing;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>Writes batches in the caller's transaction: finds which can be, and inserts the rows of all those together.</summary>
/// <remarks>
/// INVARIANT: transactions come one after another, so what one finds absent is absent until it ends. That a key is answered once and a record is
/// stored once is therefore decided here and nowhere before.
/// INVARIANT: what a transaction stores is under the epoch that is current during it. What was sealed before it, under an epoch that ended since, is sealed
/// anew in it: the end's re-wrapping has not seen it, and it would be lost.
/// </remarks>
internal sealed class BatchInsert(VaultService vault)
{
    private static readonly CompositeFormat Records = CompositeFormat.Parse("INSERT INTO records (id, record, owner, package, sealed, manifest, source, receipt) VALUES {0}");
    private static readonly CompositeFormat DataKeys = CompositeFormat.Parse("INSERT INTO data_keys (id, record, sealed) VALUES {0}");
    private static readonly CompositeFormat Commitments = CompositeFormat.Parse("INSERT INTO commitments (day, leaf) VALUES {0}");
    private static readonly CompositeFormat Contributions = CompositeFormat.Parse("INSERT INTO contributions (partition, row, sealed) VALUES {0}");
    private static readonly CompositeFormat Answers = CompositeFormat.Parse("INSERT INTO idempotency (key, body, sealed) VALUES {0}");

    /// <summary>What became of each batch, in their order, and what entered which period: the first of several that exclude each other is written.</summary>
    public BatchesWritten Run(StoreConnection connection, IReadOnlyList<SealedBatch> batches)
    {
        BatchWrite[] outcomes = Judge(connection, batches);
        List<SealedBatch> written = [.. batches.Where((_, i) => outcomes[i] == BatchWrite.Written)];
        if (written.Count == 0)
        {
            return new BatchesWritten(outcomes, []);
        }

        DateOnly first = written.Min(batch => batch.Day);
        DailyRoots.Begin(connection, first);
        Expiries.Begin(connection, first);
        EpochId epoch = vault.CurrentEpoch.Id;
        InsertRecords(connection, epoch, written);
        connection.Insert(Answers, 3, [.. written.SelectMany(batch => (object?[])
        [
            batch.Key, batch.Body, Current(epoch, SealedColumns.Answers, batch.Answer, batch.Key, batch.Body),
        ])]);
        return new BatchesWritten(outcomes, InsertContributions(connection, epoch, written));
    }

    private static BatchWrite[] Judge(StoreConnection connection, IReadOnlyList<SealedBatch> batches)
    {
        var rooted = batches.Select(batch => batch.Day).Distinct().ToDictionary(day => day, day => DailyRoots.IsRooted(connection, day));
        bool[] answered = connection.Has("idempotency", "key", [.. batches.Select(batch => batch.Key)]);
        bool[] known = connection.Has("records", "record", [.. batches.SelectMany(batch => batch.Records).Select(record => record.Record.ToString())]);
        var (keys, records) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<RecordId>());
        var outcomes = new BatchWrite[batches.Count];
        int at = 0;
        for (int i = 0; i < outcomes.Length; i++)
        {
            SealedBatch batch = batches[i];
            bool isKnown = known.AsSpan(at, batch.Records.Count).Contains(true) || batch.Records.Any(record => records.Contains(record.Record));
            at += batch.Records.Count;
            outcomes[i] = rooted[batch.Day] ? BatchWrite.DayRooted
                : answered[i] || keys.Contains(Name(batch.Key)) ? BatchWrite.KeyAnswered
                : isKnown ? BatchWrite.RecordsKnown
                : BatchWrite.Written;
            if (outcomes[i] == BatchWrite.Written)
            {
                keys.Add(Name(batch.Key));
                records.UnionWith(batch.Records.Select(record => record.Record));
            }
        }

        return outcomes;
    }

    private void InsertRecords(StoreConnection connection, EpochId epoch, List<SealedBatch> batches)
    {
        // One higher than any: a record's row is never deleted.
        long id = connection.Number("SELECT max(id) FROM records") ?? 0;
        var all = batches.SelectMany(batch => batch.Records.Select(record => (Id: ++id, Name: record.Record.ToString(), Batch: batch, Record: record))).ToList();
        connection.Insert(Records, 8, [.. all.SelectMany(one => (object?[])
        [
            one.Id, one.Name, one.Batch.Owner, one.Record.PackageDigest, one.Record.Stored.Observation, one.Record.Stored.Manifest, one.Record.Source, one.Record.Stored.Receipt,
        ])]);
        connection.Insert(DataKeys, 3, [.. all.SelectMany(one => (object?[])
        [
            one.Id, one.Name, Current(epoch, SealedColumns.DataKeys, one.Record.Stored.DataKey, one.Name),
        ])]);
        connection.Insert(Commitments, 2, [.. all.SelectMany(one => (object?[])[one.Batch.DayTag, one.Record.CommitmentLeaf])]);
        foreach ((_, _, SealedBatch batch, AdmittedRecord record) in all.Where(one => one.Record.Expires is not null))
        {
            Expiries.Insert(connection, vault, batch.Depositor, record.Record, record.Expires!.Value);
        }
    }

    /// <summary>Puts what is counted into the open periods; what comes too late for its period stays sealed in its record and is counted nowhere.</summary>
    private List<(string Country, BlockDrain Drain)> InsertContributions(StoreConnection connection, EpochId epoch, List<SealedBatch> batches)
    {
        var drains = new List<(string Country, BlockDrain Drain)>();
        foreach (IGrouping<(string Country, int Ordinal), SealedContribution> period in batches.SelectMany(batch => batch.Contributions).GroupBy(one => (one.Country, one.Contribution.Ordinal)))
        {
            (string country, int ordinal) = period.Key;
            if (!MeasurementStore.IsOpen(connection, country, ordinal))
            {
                continue;
            }

            byte[] partition = period.First().Partition;
            var drain = new BlockDrain(ordinal, MeasurementStore.GenerationOf(connection, partition), partition);
            connection.Insert(Contributions, 3, [.. period.SelectMany(one => (object?[])
            [
                partition, one.Row, Current(epoch, SealedColumns.Contributions, one.Sealed, partition, one.Row),
            ])]);
            drain.Taken.AddRange(period.Select(one => one.Contribution));
            drain.After = MeasurementStore.GenerationOf(connection, partition);
            drains.Add((country, drain));
        }

        return drains;
    }

    private byte[] Current(EpochId epoch, SealedColumn column, byte[] stored, params ReadOnlySpan<object> bound) =>
        VaultService.IsUnderEpoch(stored, epoch) ? stored : vault.RewrapAtRest(column.Place(bound), stored);

    private static string Name(byte[] key) => Convert.ToHexStringLower(key);
}
