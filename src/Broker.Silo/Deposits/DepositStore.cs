using System.Text;
using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>The rows of depositors: records, data keys, outbox and idempotency keys.</summary>
internal sealed class DepositStore(IStore store, VaultService vault, MeasurementStore measurements, OpeningStore openings, LiveCells live, BatchWriter writer)
{
    private const string CountryUse = "outbox-country";
    private const string OutboxUse = "outbox-record";

    /// <summary>The stored answer to an idempotency key, and the digest of the body that it answered.</summary>
    public (byte[] Body, byte[] Answer)? FindAnswer(AccountId depositor, string key) => store.Read(connection =>
    {
        byte[] tag = KeyTag(depositor, key);
        List<(byte[] Body, byte[] Answer)> found = connection.Rows(row => (row.Bytes(0), row.Bytes(1)), "SELECT body, sealed FROM idempotency WHERE key = $1", tag);
        return found.Count == 0
            ? ((byte[], byte[])?)null
            : (found[0].Body, vault.OpenAtRest(SealedColumns.Answers.Place(tag, found[0].Body), found[0].Answer));
    });

    /// <summary>Those of the records whose ids are taken: by which package, what has become of each, and, of one that is kept, the receipt that was given for it.</summary>
    public IReadOnlyDictionary<RecordId, KnownRecord> FindRecords(IEnumerable<RecordId> records) => store.Read(connection =>
    {
        var known = new Dictionary<RecordId, KnownRecord>();
        foreach (RecordId record in records)
        {
            foreach ((byte[] package, RecordState state, byte[]? receipt, byte[]? key) in connection.Rows(
                row => (row.Bytes(0), (RecordState)row.GetInt32(1), row.GetValue(2) as byte[], row.GetValue(3) as byte[]),
                "SELECT package, state, receipt, (SELECT sealed FROM data_keys WHERE data_keys.id = records.id) FROM records WHERE record = $1", record.ToString()))
            {
                known[record] = new KnownRecord(package, state, state == RecordState.Sealed ? Encoding.UTF8.GetString(vault.OpenReceipt(record, key, receipt)) : "");
            }
        }

        return known;
    });

    /// <summary>
    /// Writes a batch in one transaction: records, data keys, commitments, contributions and the answer to its idempotency key; or, with nothing
    /// written, says why not (<see cref="BatchInsert"/>).
    /// </summary>
    public Task<BatchWrite> Write(AccountId depositor, DateOnly day, IReadOnlyList<AdmittedRecord> records, string key, byte[] body, byte[] answer) =>
        writer.Write(vault.OpenMany(() => new SealedBatch(vault, depositor, day, records, KeyTag(depositor, key), body, answer)));

    /// <summary>
    /// Withdraws a record in one transaction: it is shredded, out of every opening too, and the withdrawal's entry is appended. Null when the
    /// depositor has no such record.
    /// </summary>
    public async Task<Withdrawal?> Withdraw(AccountId depositor, RecordId record, CommittedPending entry, LogEntries entries)
    {
        RemovedContribution? removed = null;
        Withdrawal? done = await store.ShredAsync<Withdrawal?>(
            connection =>
            {
                if (connection.Number("SELECT state FROM records WHERE record = $1 AND owner = $2", record.ToString(), RecordOwner(vault, depositor)) is not { } before)
                {
                    return null;
                }

                removed = Shred(connection, record, RecordState.Withdrawn);
                IReadOnlyList<string> releases = ShredNames(connection, depositor, [record]);
                return new Withdrawal(entries.Append(connection, entry), before != (long)RecordState.Sealed, releases);
            },
            _ => Gone(removed));
        live.Follow();
        return done;
    }

    private void Gone(RemovedContribution? removed)
    {
        if (removed is not null)
        {
            live.Removed(removed);
        }
    }

    /// <summary>
    /// Shreds the names of a depositor's records where releases keep them, in the caller's transaction, which has to be one of
    /// <see cref="IStore.ShredAsync{T}"/>: out of the openings, and out of what is measured and not published.
    /// </summary>
    /// <returns>The releases that the records entered and that can't be recalled: what nobody can tell afterwards.</returns>
    public IReadOnlyList<string> ShredNames(StoreConnection connection, AccountId depositor, IReadOnlyList<RecordId> records) =>
    [
        .. openings.Shred(connection, depositor, records.Select(record => RecordName.Parse(record.ToString())).ToHashSet()),
        .. measurements.ForgetContributors(connection, records.ToHashSet()),
    ];

    /// <summary>
    /// Shreds a record in the caller's transaction, which has to be one of <see cref="IStore.ShredAsync{T}"/>: its data key and all that was sealed
    /// under it go, its source part, and its contribution wherever that waits. Its id stays taken. Doing it again changes nothing but the state.
    /// </summary>
    /// <returns>The contribution that went, for the live books once that is durable; null when there was none, or none that opens.</returns>
    public RemovedContribution? Shred(StoreConnection connection, RecordId record, RecordState state)
    {
        string id = record.ToString();
        connection.Execute("UPDATE records SET sealed = NULL, manifest = NULL, source = NULL, receipt = NULL, state = $2 WHERE record = $1", id, (int)state);
        connection.Execute("DELETE FROM data_keys WHERE id = (SELECT id FROM records WHERE record = $1)", id);
        connection.Execute("DELETE FROM outbox WHERE row = $1", OutboxRow(record));
        RemovedContribution? removed = measurements.RemoveContribution(connection, record);
        Expiries.Remove(connection, vault, record);
        return removed;
    }

    /// <summary>The last contribution that waits for a country; null when none does.</summary>
    public long? LastWaiting(string country)
    {
        byte[] tag = CountryTag(country);
        return store.Read(connection => connection.Number("SELECT max(id) FROM outbox WHERE country = $1", tag));
    }

    /// <summary>
    /// Moves up to <paramref name="most"/> of the contributions that wait for a country, the oldest first and up to <paramref name="last"/>, through
    /// <paramref name="take"/> in the caller's transaction; how many it moved.
    /// </summary>
    public int Drain(StoreConnection connection, string country, long last, int most, Action<StoredContribution> take)
    {
        byte[] tag = CountryTag(country);
        List<(long Id, byte[] Row, byte[] Sealed)> rows = connection.Rows(
            row => (row.GetInt64(0), row.Bytes(1), row.Bytes(2)), "SELECT id, row, sealed FROM outbox WHERE country = $1 AND id <= $2 ORDER BY id LIMIT $3", tag, last, most);
        foreach ((long id, byte[] row, byte[] item) in rows)
        {
            take(StoredContribution.Open(vault, SealedColumns.Outbox.Place(id, tag, row), item));
        }

        if (rows.Count > 0)
        {
            connection.Execute("DELETE FROM outbox WHERE country = $1 AND id <= $2", tag, rows[^1].Id);
        }

        return rows.Count;
    }

    /// <summary>Up to <paramref name="most"/> records that are kept, whosever they are, in the order of their ids, after the given one.</summary>
    public static IReadOnlyList<StoredRecord> Kept(StoreConnection connection, string after, int most) => connection.Rows(
        row => new StoredRecord(
            RecordId.Parse(row.GetString(0)), row.Bytes(1), row.GetValue(2) as byte[], row.GetValue(3) as byte[], row.GetValue(4) as byte[], row.GetValue(5) as byte[]),
        "SELECT r.record, r.owner, k.sealed, r.sealed, r.manifest, r.receipt FROM records r LEFT JOIN data_keys k ON k.id = r.id WHERE r.state = 0 AND r.record > $1 ORDER BY r.record LIMIT $2",
        after, most);

    /// <summary>Whether a record's contribution has not been taken by its country yet.</summary>
    public bool Waits(StoreConnection connection, RecordId record) =>
        connection.Number("SELECT 1 FROM outbox WHERE row = $1", OutboxRow(record)) is not null;

    /// <summary>A record's contribution that a country has not taken yet; null when there is none, or its row does not open.</summary>
    public StoredContribution? FindWaiting(StoreConnection connection, string country, RecordId record)
    {
        (byte[] tag, byte[] row) = (CountryTag(country), OutboxRow(record));
        try
        {
            return connection.Rows(reader => (Id: reader.GetInt64(0), Sealed: reader.Bytes(1)), "SELECT id, sealed FROM outbox WHERE row = $1 AND country = $2", row, tag)
                .Select(item => StoredContribution.Open(vault, SealedColumns.Outbox.Place(item.Id, tag, row), item.Sealed))
                .FirstOrDefault();
        }
        catch (Exception fault) when (fault is DamagedStoreException or InvalidDataException)
        {
            return null;
        }
    }

    public IReadOnlyList<(RecordId Record, RecordState State)> Records(AccountId depositor) => store.Read(connection => connection.Rows(
        row => (RecordId.Parse(row.GetString(0)), (RecordState)row.GetInt32(1)),
        "SELECT record, state FROM records WHERE owner = $1 ORDER BY record", RecordOwner(vault, depositor)));

    /// <summary>The depositor's records that were withdrawn or have expired.</summary>
    public static IReadOnlySet<RecordName> Gone(StoreConnection connection, VaultService vault, AccountId depositor) => connection.Rows(
        row => RecordName.Parse(row.GetString(0)),
        "SELECT record FROM records WHERE owner = $1 AND state <> 0", RecordOwner(vault, depositor)).ToHashSet();

    /// <summary>The receipt of a record that is the depositor's own and kept; null when it has no such record.</summary>
    /// <exception cref="DamagedStoreException">It has, but what is stored of it does not open.</exception>
    public string? Receipt(AccountId depositor, RecordId record) => store.Read(connection =>
    {
        List<(byte[]? Receipt, byte[]? Key)> found = connection.Rows(
            row => (row.GetValue(0) as byte[], row.GetValue(1) as byte[]),
            "SELECT receipt, (SELECT sealed FROM data_keys WHERE data_keys.id = records.id) FROM records WHERE record = $1 AND owner = $2 AND state = 0",
            record.ToString(), RecordOwner(vault, depositor));
        return found.Count == 0 ? null : Encoding.UTF8.GetString(vault.OpenReceipt(record, found[0].Key, found[0].Receipt));
    });

    /// <summary>The day that a deposit made today counts for.</summary>
    public DateOnly OpenDay(DateOnly today) => store.Read(connection => DailyRoots.OpenDay(connection, today));

    private byte[] CountryTag(string country) => vault.Tag(CountryUse, country);

    private byte[] OutboxRow(RecordId record) => vault.Tag(OutboxUse, record.ToString());

    private static byte[] RecordOwner(VaultService vault, AccountId depositor) => vault.Tag(SealedBatch.OwnerUse, depositor.ToString());

    private byte[] KeyTag(AccountId depositor, string key) => vault.Tag("idempotency-key", $"{depositor}/{key}");
}
