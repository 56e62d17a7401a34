using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>A batch that was admitted, with the names of its rows: made before its transaction, so that the one writer computes as little as can be.</summary>
internal sealed class SealedBatch
{
    public const string OwnerUse = "record-owner";
    public const string CountryUse = "outbox-country";
    public const string RowUse = "outbox-record";

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
        (Depositor, Day, Records, Key, Body) = (depositor, day, records, key, body);
        Owner = vault.Tag(OwnerUse, depositor.ToString());
        DayTag = DailyRoots.Tag(vault, day);
        Rows = vault.Tag(RowUse, records.Select(record => record.Record.ToString()));
        countries = records.Select(record => record.Country).Distinct(StringComparer.Ordinal)
            .ToDictionary(country => country, country => vault.Tag(CountryUse, country), StringComparer.Ordinal);
        Answer = vault.SealAtRest(SealedColumns.Answers.Place(key, body), answer);
    }

    public AccountId Depositor { get; }

    public DateOnly Day { get; }

    public IReadOnlyList<AdmittedRecord> Records { get; }

    /// <summary>Tag of its idempotency key.</summary>
    public byte[] Key { get; }

    /// <summary>SHA-256 of the batch.</summary>
    public byte[] Body { get; }

    /// <summary>The answer to it, sealed.</summary>
    public byte[] Answer { get; }

    /// <summary>Tag of the depositor.</summary>
    public byte[] Owner { get; }

    /// <summary>Tag of the day among commitments.</summary>
    public byte[] DayTag { get; }

    /// <summary>Tag of each record in the outbox.</summary>
    public byte[][] Rows { get; }

    /// <summary>Tag of a record's country in the outbox.</summary>
    public byte[] CountryOf(AdmittedRecord record) => countries[record.Country];

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "sealed batch";
}
