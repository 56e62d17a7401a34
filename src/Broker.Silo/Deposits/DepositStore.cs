using System.Text;
using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Deposits;

/// <summary>The rows of depositors: records, data keys, outbox, idempotency keys and openings.</summary>
internal sealed class DepositStore(SqliteStore store, VaultService vault, MeasurementStore measurements)
{
    /// <summary>The stored answer to an idempotency key, and the digest of the body that it answered.</summary>
    public (byte[] Body, byte[] Answer)? FindAnswer(AccountId depositor, string key) => store.Read(connection =>
    {
        List<(byte[] Body, byte[] Answer)> found = connection.Rows(
            row => (row.Bytes(0), row.Bytes(1)), "SELECT body, sealed FROM idempotency WHERE key = $1", KeyTag(depositor, key));
        return found.Count == 0 ? ((byte[], byte[])?)null : (found[0].Body, vault.OpenAtRest(AnswerPlace(depositor, key), found[0].Answer));
    });

    /// <summary>Whether a record id is taken, by which package, the receipt that was given for it, and whether it was withdrawn.</summary>
    public (byte[] Package, string Receipt, bool Withdrawn)? FindRecord(RecordId record) => store.Read(connection =>
    {
        List<(byte[] Package, byte[] Receipt, bool Withdrawn)> found = connection.Rows(
            row => (row.Bytes(0), row.Bytes(1), row.GetInt64(2) != 0),
            "SELECT package, receipt, withdrawn FROM records WHERE record = $1", record.ToString());
        return found.Count == 0
            ? ((byte[], string, bool)?)null
            : (found[0].Package, Encoding.UTF8.GetString(vault.OpenAtRest(ReceiptPlace(record), found[0].Receipt)), found[0].Withdrawn);
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

        foreach (AdmittedRecord record in records)
        {
            Insert(connection, depositor, record);
            connection.Execute("INSERT INTO commitments (day, leaf) VALUES ($1, $2) ON CONFLICT DO NOTHING", DailyRoots.Tag(vault, day), record.CommitmentLeaf);
            Post(connection, record.Country, record.Contribution);
        }

        connection.Execute(
            "INSERT INTO idempotency (key, body, sealed) VALUES ($1, $2, $3)",
            KeyTag(depositor, key), body, vault.SealAtRest(AnswerPlace(depositor, key), answer));
        return true;
    });

    /// <summary>
    /// Withdraws a record in one transaction: its data key is shredded, its sealed parts go, its contribution goes from any
    /// period that is still open (the outbox must have been drained before), and the withdrawal's entry is appended. Null when the depositor has no such record.
    /// </summary>
    public Task<long?> Withdraw(AccountId depositor, RecordId record, CommittedPending entry, LogEntries entries) => store.ShredAsync<long?>(connection =>
    {
        string id = record.ToString();
        int known = connection.Execute(
            "UPDATE records SET sealed = NULL, manifest = NULL, source = NULL, withdrawn = 1 WHERE record = $1 AND owner = $2", id, RecordOwner(depositor));
        if (known == 0)
        {
            return null;
        }

        connection.Execute("DELETE FROM data_keys WHERE record = $1", id);
        measurements.RemoveContribution(connection, record);
        return entries.Append(connection, entry);
    });

    /// <summary>Moves the contributions that wait for a country through <paramref name="take"/>, in order, in the caller's transaction.</summary>
    public void Drain(SqliteConnection connection, string country, Action<StoredContribution> take)
    {
        byte[] tag = CountryTag(country);
        List<(long Id, byte[] Sealed)> rows = connection.Rows(
            row => (row.GetInt64(0), row.Bytes(1)), "SELECT id, sealed FROM outbox WHERE country = $1 ORDER BY id", tag);
        foreach ((long id, byte[] item) in rows)
        {
            take(StoredContribution.Decode(vault.OpenPaddedAtRest(OutboxPlace(tag), item)));
            connection.Execute("DELETE FROM outbox WHERE id = $1", id);
        }
    }

    public IReadOnlyList<(RecordId Record, bool Withdrawn)> Records(AccountId depositor) => store.Read(connection => connection.Rows(
        row => (RecordId.Parse(row.GetString(0)), row.GetInt64(1) != 0),
        "SELECT record, withdrawn FROM records WHERE owner = $1 ORDER BY record", RecordOwner(depositor)));

    /// <summary>The opening of one of the depositor's own slots; empty when there is none.</summary>
    public byte[] Opening(AccountId depositor, byte[] tag) => store.Read(connection =>
        connection.Blob("SELECT sealed FROM openings WHERE tag = $1 AND owner = $2", tag, Owner(depositor)) is { } stored
            ? vault.OpenAtRest(OpeningPlace(tag), stored)
            : []);

    /// <summary>The day that a deposit made today counts for.</summary>
    public DateOnly OpenDay(DateOnly today) => store.Read(connection => DailyRoots.OpenDay(connection, today));

    /// <summary>Countries whose periods are open.</summary>
    public IReadOnlyList<string> Countries() => store.Read(connection => connection.Rows(row => row.GetString(0), "SELECT country FROM countries ORDER BY country"));

    /// <summary>All openings of the depositor.</summary>
    public IReadOnlyList<SlotOpening> Openings(AccountId depositor) => store.Read(connection => connection
        .Rows(row => (Tag: row.Bytes(0), Sealed: row.Bytes(1)), "SELECT tag, sealed FROM openings WHERE owner = $1", Owner(depositor))
        .Select(row => SlotOpening.TryParse(vault.OpenAtRest(OpeningPlace(row.Tag), row.Sealed), vault.Origin.ToString(), out SlotOpening? opening, out _)
            ? opening!
            : throw new DamagedStoreException())
        .ToList());

    /// <summary>Stores an opening in the caller's transaction.</summary>
    public void InsertOpening(SqliteConnection connection, AccountId depositor, byte[] tag, byte[] opening) => connection.Execute(
        "INSERT INTO openings (tag, owner, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        tag, Owner(depositor), vault.SealAtRest(OpeningPlace(tag), opening));

    private void Insert(SqliteConnection connection, AccountId depositor, AdmittedRecord record)
    {
        string id = record.Record.ToString();
        connection.Execute(
            "INSERT INTO records (record, owner, package, sealed, manifest, source, receipt) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id, RecordOwner(depositor), record.PackageDigest, record.Stored.Observation, record.Manifest, record.Source,
            vault.SealAtRest(ReceiptPlace(record.Record), Encoding.UTF8.GetBytes(record.Receipt)));
        connection.Execute("INSERT INTO data_keys (record, sealed) VALUES ($1, $2)", id, record.Stored.DataKey);
    }

    private void Post(SqliteConnection connection, string country, StoredContribution contribution)
    {
        byte[] tag = CountryTag(country);
        connection.Execute("INSERT INTO outbox (country, sealed) VALUES ($1, $2)", tag, vault.SealPaddedAtRest(OutboxPlace(tag), contribution.Encode()));
    }

    private byte[] CountryTag(string country) => vault.Tag("outbox-country", country);

    private byte[] RecordOwner(AccountId depositor) => vault.Tag("record-owner", depositor.ToString());

    private byte[] KeyTag(AccountId depositor, string key) => vault.Tag("idempotency-key", $"{depositor}/{key}");

    private byte[] Owner(AccountId depositor) => vault.Tag("opening-owner", depositor.ToString());

    private static string AnswerPlace(AccountId depositor, string key) => $"idempotency/{depositor}/{key}";

    private static string OutboxPlace(byte[] country) => $"outbox/{Convert.ToHexStringLower(country)}";

    private static string ReceiptPlace(RecordId record) => $"receipt/{record}";

    private static string OpeningPlace(byte[] tag) => $"opening/{Convert.ToHexStringLower(tag)}";
}
