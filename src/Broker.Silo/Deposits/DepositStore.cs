using System.Text;
using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>The rows of depositors: records, data keys, outbox and idempotency keys.</summary>
internal sealed class DepositStore(IStore store, VaultService vault, MeasurementStore measurements, OpeningStore openings, LiveCells live)
{
    /// <summary>The stored answer to an idempotency key, and the digest of the body that it answered.</summary>
    public (byte[] Body, byte[] Answer)? FindAnswer(AccountId depositor, string key) => store.Read(connection =>
    {
        byte[] tag = KeyTag(depositor, key);
        List<(byte[] Body, byte[] Answer)> found = connection.Rows(row => (row.Bytes(0), row.Bytes(1)), "SELECT body, sealed FROM idempotency WHERE key = $1", tag);
        return found.Count == 0
            ? ((byte[], byte[])?)null
            : (found[0].Body, vault.OpenAtRest(SealedColumns.Answers.Place(tag, found[0].Body), found[0].Answer));
    });

    /// <summary>Whether a record id is taken, by which package, what has become of it, and, of one that is kept, the receipt that was given for it.</summary>
    public (byte[] Package, RecordState State, string Receipt)? FindRecord(RecordId record) => store.Read(connection =>
    {
        List<(byte[] Package, RecordState State, byte[]? Receipt, byte[]? Key)> found = connection.Rows(
            row => (row.Bytes(0), (RecordState)row.GetInt32(1), row.GetValue(2) as byte[], row.GetValue(3) as byte[]),
            "SELECT package, state, receipt, (SELECT sealed FROM data_keys WHERE data_keys.record = records.record) FROM records WHERE record = $1", record.ToString());
        if (found.Count == 0)
        {
            return ((byte[], RecordState, string)?)null;
        }

        (byte[] package, RecordState state, byte[]? receipt, byte[]? key) = found[0];
        return (package, state, state == RecordState.Sealed ? Encoding.UTF8.GetString(vault.OpenReceipt(record, key, receipt)) : "");
    });

    /// <summary>
    /// Writes a batch in one transaction: records, data keys, outbox, commitments and the answer to its idempotency key. False,
    /// with nothing written, when the day's commitments have been rooted in the log meanwhile.
    /// </summary>
    public Task<bool> Write(AccountId depositor, DateOnly day, IReadOnlyList<AdmittedRecord> records, string key, byte[] body, byte[] answer) => store.WriteAsync(connection =>
    {
        if (DailyRoots.IsRooted(connection, day))
        {
            return false;
        }

        DailyRoots.Begin(connection, day);
        Expiries.Begin(connection, day);
        foreach (AdmittedRecord record in records)
        {
            Insert(connection, depositor, record);
            connection.Execute("INSERT INTO commitments (day, leaf) VALUES ($1, $2) ON CONFLICT DO NOTHING", DailyRoots.Tag(vault, day), record.CommitmentLeaf);
            Post(connection, record);
            if (record.Expires is { } last)
            {
                Expiries.Insert(connection, vault, depositor, record.Record, last);
            }
        }

        byte[] tag = KeyTag(depositor, key);
        connection.Execute(
            "INSERT INTO idempotency (key, body, sealed) VALUES ($1, $2, $3)", tag, body, vault.SealAtRest(SealedColumns.Answers.Place(tag, body), answer));
        return true;
    });

    /// <summary>
    /// Withdraws a record in one transaction: it is shredded, out of every opening too, and the withdrawal's entry is appended. Null when the
    /// depositor has no such record.
    /// </summary>
    public async Task<Withdrawal?> Withdraw(AccountId depositor, RecordId record, CommittedPending entry, LogEntries entries)
    {
        RemovedContribution? removed = null;
        Withdrawal? done = await store.ShredAsync<Withdrawal?>(connection =>
        {
            if (connection.Number("SELECT state FROM records WHERE record = $1 AND owner = $2", record.ToString(), RecordOwner(vault, depositor)) is not { } before)
            {
                return null;
            }

            removed = Shred(connection, record, RecordState.Withdrawn);
            IReadOnlyList<string> releases = ShredNames(connection, depositor, [record]);
            return new Withdrawal(entries.Append(connection, entry), before != (long)RecordState.Sealed, releases);
        });
        if (done is not null && removed is not null)
        {
            live.Removed(removed);
        }

        return done;
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
        connection.Execute("DELETE FROM data_keys WHERE record = $1", id);
        connection.Execute("DELETE FROM outbox WHERE row = $1", OutboxRow(record));
        RemovedContribution? removed = measurements.RemoveContribution(connection, record);
        Expiries.Remove(connection, vault, record);
        return removed;
    }

    /// <summary>Moves the contributions that wait for a country through <paramref name="take"/>, in order, in the caller's transaction.</summary>
    public void Drain(StoreConnection connection, string country, Action<StoredContribution> take)
    {
        byte[] tag = CountryTag(country);
        List<(long Id, byte[] Row, byte[] Sealed)> rows = connection.Rows(
            row => (row.GetInt64(0), row.Bytes(1), row.Bytes(2)), "SELECT id, row, sealed FROM outbox WHERE country = $1 ORDER BY id", tag);
        foreach ((long id, byte[] row, byte[] item) in rows)
        {
            take(StoredContribution.Decode(vault.OpenPaddedAtRest(SealedColumns.Outbox.Place(id, tag, row), item)));
            connection.Execute("DELETE FROM outbox WHERE id = $1", id);
        }
    }

    /// <summary>Up to <paramref name="most"/> records that are kept, whosever they are, in the order of their ids, after the given one.</summary>
    public static IReadOnlyList<StoredRecord> Kept(StoreConnection connection, string after, int most) => connection.Rows(
        row => new StoredRecord(
            RecordId.Parse(row.GetString(0)), row.Bytes(1), row.GetValue(2) as byte[], row.GetValue(3) as byte[], row.GetValue(4) as byte[], row.GetValue(5) as byte[]),
        "SELECT r.record, r.owner, k.sealed, r.sealed, r.manifest, r.receipt FROM records r LEFT JOIN data_keys k ON k.record = r.record WHERE r.state = 0 AND r.record > $1 ORDER BY r.record LIMIT $2",
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
                .Select(item => StoredContribution.Decode(vault.OpenPaddedAtRest(SealedColumns.Outbox.Place(item.Id, tag, row), item.Sealed)))
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
            "SELECT receipt, (SELECT sealed FROM data_keys WHERE data_keys.record = records.record) FROM records WHERE record = $1 AND owner = $2 AND state = 0",
            record.ToString(), RecordOwner(vault, depositor));
        return found.Count == 0 ? null : Encoding.UTF8.GetString(vault.OpenReceipt(record, found[0].Key, found[0].Receipt));
    });

    /// <summary>The day that a deposit made today counts for.</summary>
    public DateOnly OpenDay(DateOnly today) => store.Read(connection => DailyRoots.OpenDay(connection, today));

    private void Insert(StoreConnection connection, AccountId depositor, AdmittedRecord record)
    {
        string id = record.Record.ToString();
        SealedRecord stored = record.Stored;
        connection.Execute(
            "INSERT INTO records (record, owner, package, sealed, manifest, source, receipt) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id, RecordOwner(vault, depositor), record.PackageDigest, stored.Observation, stored.Manifest, record.Source, stored.Receipt);

        // INVARIANT: what a transaction stores is under the epoch that is current during it. A batch is sealed before its transaction; had
        // an epoch ended in between, the end's re-wrapping would not have seen this key and it would be lost.
        byte[] key = VaultService.IsUnderEpoch(stored.DataKey, vault.CurrentEpoch.Id)
            ? stored.DataKey
            : vault.RewrapAtRest(SealedColumns.DataKeys.Place(id), stored.DataKey);
        connection.Execute("INSERT INTO data_keys (record, sealed) VALUES ($1, $2)", id, key);
    }

    private void Post(StoreConnection connection, AdmittedRecord record)
    {
        // The id is chosen here and not by the insert, because the value is bound to it; AUTOINCREMENT never gives one again.
        long id = (connection.Number("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") ?? 0) + 1;
        (byte[] country, byte[] row) = (CountryTag(record.Country), OutboxRow(record.Record));
        connection.Execute(
            "INSERT INTO outbox (id, country, row, sealed) VALUES ($1, $2, $3, $4)",
            id, country, row, vault.SealPaddedAtRest(SealedColumns.Outbox.Place(id, country, row), record.Contribution.Encode()));
    }

    private byte[] CountryTag(string country) => vault.Tag("outbox-country", country);

    private byte[] OutboxRow(RecordId record) => vault.Tag("outbox-record", record.ToString());

    private static byte[] RecordOwner(VaultService vault, AccountId depositor) => vault.Tag("record-owner", depositor.ToString());

    private byte[] KeyTag(AccountId depositor, string key) => vault.Tag("idempotency-key", $"{depositor}/{key}");
}
