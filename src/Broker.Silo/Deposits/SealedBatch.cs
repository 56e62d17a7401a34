using Broker.Sealing;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>A batch that was admitted, with the names of its rows: made before its transaction, so that the one writer computes as little as can be.</summary>
internal sealed class SealedBatch
{
    public const string OwnerUse = "record-owner";

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
        Contributions = Seal(vault, records);
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

    /// <summary>What is counted of each record, sealed for the period where it stands.</summary>
    public IReadOnlyList<SealedContribution> Contributions { get; }

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "sealed batch";

    private static SealedContribution[] Seal(VaultService vault, IReadOnlyList<AdmittedRecord> records)
    {
        var partitions = records.Select(record => (record.Country, record.Contribution.Ordinal)).Distinct()
            .ToDictionary(period => period, period => MeasurementStore.Partition(vault, period.Country, period.Ordinal));
        byte[][] rows = vault.Tag(MeasurementStore.RowUse, records.Select(record => record.Record.ToString()));
        return
        [
            .. records.Select((record, i) =>
            {
                byte[] partition = partitions[(record.Country, record.Contribution.Ordinal)];
                return new SealedContribution(
                    record.Country, record.Contribution, partition, rows[i],
                    record.Contribution.Seal(vault, SealedColumns.Contributions.Place(partition, rows[i])));
            }),
        ];
    }
}
