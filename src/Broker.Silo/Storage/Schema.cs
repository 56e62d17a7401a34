using Microsoft.Data.Sqlite;

namespace Broker.Silo.Storage;

/// <summary>The tables of the store and the version of their layout.</summary>
/// <remarks>
/// Every column named <c>sealed</c> is ciphertext under a key of the vault. What stands in clear is what the silo must look up
/// while it knows nothing: random ids, keyed tags, sizes, and what is public anyhow (log, calendar, policies).
/// </remarks>
internal static class Schema
{
    public const long Version = 1;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS accounts (id TEXT PRIMARY KEY, role TEXT NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS records (record TEXT PRIMARY KEY, depositor TEXT NOT NULL, package BLOB NOT NULL, sealed BLOB, manifest BLOB, source BLOB, receipt BLOB NOT NULL, withdrawn INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS records_by_depositor ON records (depositor);
        CREATE TABLE IF NOT EXISTS data_keys (record TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS idempotency (depositor TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (depositor, key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, country BLOB NOT NULL, sealed BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS contributions (partition BLOB NOT NULL, row BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (partition, row)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS contributions_by_row ON contributions (row);
        CREATE TABLE IF NOT EXISTS ledger (source BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS countries (country TEXT PRIMARY KEY, opened INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS measured (country TEXT NOT NULL, ordinal INTEGER NOT NULL, vintage TEXT NOT NULL, revision TEXT NOT NULL, sealed BLOB NOT NULL, contributors BLOB, published INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (country, ordinal, vintage)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS releases (release TEXT NOT NULL, tier TEXT NOT NULL, entry INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (release, tier)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS openings (tag BLOB PRIMARY KEY, owner BLOB NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS openings_by_owner ON openings (owner);
        CREATE TABLE IF NOT EXISTS entry_facts (entry INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS policies (country TEXT NOT NULL, revision TEXT NOT NULL, author TEXT NOT NULL, yaml BLOB NOT NULL, PRIMARY KEY (country, revision)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS approvals (country TEXT NOT NULL, revision TEXT NOT NULL, officer TEXT NOT NULL, name TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (country, revision, officer)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS activations (country TEXT NOT NULL, entry INTEGER NOT NULL, revision TEXT NOT NULL, PRIMARY KEY (country, entry)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS log_entries (idx INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, leaf BLOB NOT NULL, entry BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS log_files (path TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS commitments (day TEXT NOT NULL, leaf BLOB NOT NULL, rooted INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (day, leaf)) WITHOUT ROWID;
        """;

    public static void Ensure(SqliteConnection connection)
    {
        long version = connection.Number("PRAGMA user_version") ?? 0;
        if (version > Version)
        {
            throw new StoreUnavailableException(
                $"the data folder was written by a newer broker (layout {version}, this one knows {Version}); nothing was changed: start the newer broker");
        }

        connection.Execute(Tables);
        connection.Execute($"PRAGMA user_version={Version}");
    }
}
