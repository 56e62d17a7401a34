namespace Broker.Silo.Storage;

/// <summary>The tables of layout 5 that layout 6 orders anew, as a migration takes them over, within its transaction.</summary>
/// <remarks>
/// Layout 5 ordered them by names that are random. Their rows are as they were, sealed values included: none is bound to what has changed. What waits in the
/// outbox of such a folder is sealed and stays there: its countries take it once the vault is unsealed.
/// </remarks>
internal static class LayoutFive
{
    public const long Version = 5;

    /// <summary>Makes room for the tables of layout 6 under the same names.</summary>
    public static void SetAside(StoreConnection connection) => connection.Execute("""
        DROP INDEX IF EXISTS records_by_owner;
        DROP INDEX IF EXISTS records_gone;
        DROP INDEX IF EXISTS records_gone_by_owner;
        DROP INDEX IF EXISTS data_keys_sealed_by_epoch;
        DROP INDEX IF EXISTS idempotency_sealed_by_epoch;
        DROP INDEX IF EXISTS contributions_by_row;
        DROP INDEX IF EXISTS contributions_sealed_by_epoch;
        DROP TRIGGER IF EXISTS contributions_added;
        ALTER TABLE records RENAME TO records_5;
        ALTER TABLE data_keys RENAME TO data_keys_5;
        ALTER TABLE idempotency RENAME TO idempotency_5;
        ALTER TABLE commitments RENAME TO commitments_5;
        """);

    /// <summary>Moves the rows.</summary>
    public static void TakeOver(StoreConnection connection) => connection.Execute("""
        INSERT INTO records (record, owner, package, state, receipt, sealed, manifest, source)
            SELECT record, owner, package, state, receipt, sealed, manifest, source FROM records_5 ORDER BY record;
        INSERT INTO data_keys (id, record, sealed) SELECT r.id, k.record, k.sealed FROM data_keys_5 k JOIN records r ON r.record = k.record;
        INSERT INTO idempotency (key, body, sealed) SELECT key, body, sealed FROM idempotency_5 ORDER BY key;
        INSERT INTO commitments (day, leaf) SELECT day, leaf FROM commitments_5 ORDER BY day, leaf;
        DROP TABLE records_5;
        DROP TABLE data_keys_5;
        DROP TABLE idempotency_5;
        DROP TABLE commitments_5;
        """);
}
