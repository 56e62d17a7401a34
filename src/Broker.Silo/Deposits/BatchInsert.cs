using System.Text;
using Broker.Sealing;
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
    private static readonly CompositeFormat KnownKeys = CompositeFormat.Parse("SELECT key FROM idempotency WHERE key IN {0}");
    private static readonly CompositeFormat KnownRecords = CompositeFormat.Parse("SELECT record FROM records WHERE record IN {0}");
    private static readonly CompositeFormat Records = CompositeFormat.Parse("INSERT INTO records (record, owner, package, sealed, manifest, source, receipt) VALUES {0}");
    private static readonly CompositeFormat DataKeys = CompositeFormat.Parse("INSERT INTO data_keys (record, sealed) VALUES {0}");
    private static readonly CompositeFormat Commitments = CompositeFormat.Parse("INSERT INTO commitments (day, leaf) VALUES {0} ON CONFLICT DO NOTHING");
    private static readonly CompositeFormat Outbox = CompositeFormat.Parse("INSERT INTO outbox (id, country, row, sealed) VALUES {0}");
    private static readonly CompositeFormat Answers = CompositeFormat.Parse("INSERT INTO idempotency (key, body, sealed) VALUES {0}");

    /// <summary>What became of each batch, in their order: the first of several that exclude each other is written.</summary>
    public BatchWrite[] Run(StoreConnection connection, IReadOnlyList<SealedBatch> batches)
    {
        BatchWrite[] outcomes = Judge(connection, batches);
        List<SealedBatch> written = [.. batches.Where((_, i) => outcomes[i] == BatchWrite.Written)];
        if (written.Count > 0)
        {
            DateOnly first = written.Min(batch => batch.Day);
            DailyRoots.Begin(connection, first);
            Expiries.Begin(connection, first);
            vault.OpenMany(() => Insert(connection, written));
        }

        return outcomes;
    }

    private static BatchWrite[] Judge(StoreConnection connection, IReadOnlyList<SealedBatch> batches)
    {
        var rooted = batches.Select(batch => batch.Day).Distinct().ToDictionary(day => day, day => DailyRoots.IsRooted(connection, day));
        HashSet<string> keys = [.. ManyRows.Find(connection, row => Name(row.Bytes(0)), KnownKeys, [.. batches.Select(batch => batch.Key)])];
        HashSet<string> records = new(
            ManyRows.Find(connection, row => row.GetString(0), KnownRecords, [.. batches.SelectMany(batch => batch.Records).Select(record => record.Record.ToString())]),
            StringComparer.Ordinal);
        var outcomes = new BatchWrite[batches.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            SealedBatch batch = batches[i];
            string[] ids = [.. batch.Records.Select(record => record.Record.ToString())];
            outcomes[i] = rooted[batch.Day] ? BatchWrite.DayRooted
                : keys.Contains(Name(batch.Key)) ? BatchWrite.KeyAnswered
                : ids.Any(records.Contains) ? BatchWrite.RecordsKnown
                : BatchWrite.Written;
            if (outcomes[i] == BatchWrite.Written)
            {
                keys.Add(Name(batch.Key));
                records.UnionWith(ids);
            }
        }

        return outcomes;
    }

    private int Insert(StoreConnection connection, List<SealedBatch> batches)
    {
        EpochId epoch = vault.CurrentEpoch.Id;
        var all = batches.SelectMany(batch => batch.Records.Select((record, i) => (Batch: batch, Record: record, Row: batch.Rows[i]))).ToList();
        ManyRows.Insert(connection, Records, 7, [.. all.SelectMany(one => (object?[])
        [
            one.Record.Record.ToString(), one.Batch.Owner, one.Record.PackageDigest, one.Record.Stored.Observation, one.Record.Stored.Manifest, one.Record.Source, one.Record.Stored.Receipt,
        ])]);
        ManyRows.Insert(connection, DataKeys, 2, [.. all.Select(one => (Id: one.Record.Record.ToString(), Key: one.Record.Stored.DataKey)).SelectMany(one => (object?[])
        [
            one.Id, Current(epoch, SealedColumns.DataKeys.Place(one.Id), one.Key),
        ])]);
        ManyRows.Insert(connection, Commitments, 2, [.. all.SelectMany(one => (object?[])[one.Batch.DayTag, one.Record.CommitmentLeaf])]);
        long id = Counters.Take(connection, Counters.Outbox, all.Count) - 1; // chosen here and not by the inserts, because the values are bound to them
        ManyRows.Insert(connection, Outbox, 4, [.. all.SelectMany(one => Waiting(++id, one.Batch.CountryOf(one.Record), one.Row, one.Record.Contribution))]);
        ManyRows.Insert(connection, Answers, 3, [.. batches.SelectMany(batch => (object?[])
        [
            batch.Key, batch.Body, Current(epoch, SealedColumns.Answers.Place(batch.Key, batch.Body), batch.Answer),
        ])]);
        foreach ((SealedBatch batch, AdmittedRecord record, _) in all.Where(one => one.Record.Expires is not null))
        {
            Expiries.Insert(connection, vault, batch.Depositor, record.Record, record.Expires!.Value);
        }

        return all.Count;
    }

    private object?[] Waiting(long id, byte[] country, byte[] row, StoredContribution contribution) =>
        [id, country, row, vault.SealPaddedAtRest(SealedColumns.Outbox.Place(id, country, row), contribution.Encode())];

    private byte[] Current(EpochId epoch, string place, byte[] stored) => VaultService.IsUnderEpoch(stored, epoch) ? stored : vault.RewrapAtRest(place, stored);

    private static string Name(byte[] key) => Convert.ToHexStringLower(key);
}
