using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>A batch that was admitted, with the names of its rows: made before its transaction, so that the one writer computes as little as can be.</summary>
/// <remarks>
/// INVARIANT: what a transaction stores is under the epoch that is current during it. What was sealed before it, under an epoch that ended since, is sealed
/// anew in it: the end's re-wrapping has not seen it, and it would be lost.
/// </remarks>
internal sealed class SealedBatch
{
    public const string OwnerUse = "record-owner";
    public const string CountryUse = "outbox-country";
    public const string RowUse = "outbox-record";

    private readonly VaultService vault;
    private readonly AccountId depositor;
    private readonly IReadOnlyList<AdmittedRecord> records;
    private readonly byte[] body;
    private readonly byte[] answer;
    private readonly byte[] owner;
    private readonly byte[] day;
    private readonly byte[][] rows;
    private readonly Dictionary<string, byte[]> countries;

    /// <param name="vault">The vault.</param>
    /// <param name="depositor">The depositor.</param>
    /// <param name="day">The day that it counts for.</param>
    /// <param name="records">Its records.</param>
    /// <param name="key">Tag of its idempotency key.</param>
    /// <param name="body">SHA-256 of the batch.</param>
    /// <param name="answer">The answer to it, in clear.</param>
    public SealedBatch(VaultService vault, AccountId depositor, DateOnly day, IReadOnlyList<AdmittedRecord> records, byte[] key, byte[] body, byte[] answer)
    {
        (this.vault, this.depositor, this.records, this.body, Key) = (vault, depositor, records, body, key);
        owner = vault.Tag(OwnerUse, depositor.ToString());
        this.day = DailyRoots.Tag(vault, day);
        rows = vault.Tag(RowUse, records.Select(record => record.Record.ToString()));
        countries = records.Select(record => record.Country).Distinct(StringComparer.Ordinal).ToDictionary(country => country, country => vault.Tag(CountryUse, country), StringComparer.Ordinal);
        this.answer = vault.SealAtRest(SealedColumns.Answers.Place(key, body), answer);
    }

    /// <summary>Tag of its idempotency key.</summary>
    public byte[] Key { get; }

    /// <summary>Inserts all its rows in the caller's transaction, which has found that none of them is there.</summary>
    /// <returns>How many records there were.</returns>
    public int Insert(StoreConnection connection)
    {
        EpochId epoch = vault.CurrentEpoch.Id;

        // The ids are chosen here and not by the inserts, because the values are bound to them; AUTOINCREMENT never gives one again.
        long last = connection.Number("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") ?? 0;
        for (int i = 0; i < records.Count; i++)
        {
            AdmittedRecord record = records[i];
            Insert(connection, record, epoch);
            connection.Execute("INSERT INTO commitments (day, leaf) VALUES ($1, $2) ON CONFLICT DO NOTHING", day, record.CommitmentLeaf);
            Post(connection, last + 1 + i, record, rows[i]);
            if (record.Expires is { } expiry)
            {
                Expiries.Insert(connection, vault, depositor, record.Record, expiry);
            }
        }

        connection.Execute("INSERT INTO idempotency (key, body, sealed) VALUES ($1, $2, $3)", Key, body, Current(epoch, SealedColumns.Answers.Place(Key, body), answer));
        return records.Count;
    }

    private void Insert(StoreConnection connection, AdmittedRecord record, EpochId epoch)
    {
        string id = record.Record.ToString();
        SealedRecord stored = record.Stored;
        connection.Execute(
            "INSERT INTO records (record, owner, package, sealed, manifest, source, receipt) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id, owner, record.PackageDigest, stored.Observation, stored.Manifest, record.Source, stored.Receipt);
        connection.Execute("INSERT INTO data_keys (record, sealed) VALUES ($1, $2)", id, Current(epoch, SealedColumns.DataKeys.Place(id), stored.DataKey));
    }

    private void Post(StoreConnection connection, long id, AdmittedRecord record, byte[] row)
    {
        byte[] country = countries[record.Country];
        connection.Execute(
            "INSERT INTO outbox (id, country, row, sealed) VALUES ($1, $2, $3, $4)",
            id, country, row, vault.SealPaddedAtRest(SealedColumns.Outbox.Place(id, country, row), record.Contribution.Encode()));
    }

    private byte[] Current(EpochId epoch, string place, byte[] stored) => VaultService.IsUnderEpoch(stored, epoch) ? stored : vault.RewrapAtRest(place, stored);
}
