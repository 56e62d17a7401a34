namespace Broker.Silo.Storage;

/// <summary>The tables of the store and the version of their layout.</summary>
/// <remarks>
/// Columns named <c>sealed</c>, <c>manifest</c>, <c>receipt</c> and <c>contributors</c> are ciphertext under keys of the vault (<see cref="SealedColumns"/>,
/// <see cref="RecordPlaces"/>; the inbox's under an epoch's public key), <c>source</c> is the depositor's own envelope. In clear stand random ids, keyed
/// tags, and what is public anyhow (log, calendar, policies and emergency plans and who approved them). What a seized file still tells: how many rows each table has,
/// of one owner, one period or one day too, though not whose or which; in which order deposits came; and which records are withdrawn or expired.
/// What is written with each deposit is ordered by an id that grows, so that a deposit changes the last page of a table and not one of its own: what is
/// named at random there is an index of names and no more. Contributions alone are kept in the order of their keyed tags, so that neither this file nor a
/// backup tells which record is whose contribution; PostgreSQL's own row headers do tell which rows one transaction wrote.
/// INVARIANT: a period's generation rises with each change of which contributions it has, whoever makes it: the triggers see to it, and take the
/// period's cells along when one of its contributions goes. Sealing a contribution anew changes nothing that is counted. A consent may change where
/// any contribution of an earlier revision counts, so all generations rise with one and all cells go.
/// </remarks>
internal static class Schema
{
    public const long Version = 6;

    // Layouts up to this one were written by development versions only. The values of layout 1 are bound to places that can't be computed from
    // their rows; the contributions of layout 2 do not say their week; the approvals of layout 3 sign no revision that theirs replaces;
    // the log of layout 4 has one checkpoint and does not tell a signed one from a published one.
    private const long LastOfDevelopment = 4;

    /// <summary>The tables and indexes. PostgreSQL's are made of the same text (<see cref="PostgresSchema"/>), so that the two never differ.</summary>
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS accounts (account BLOB PRIMARY KEY, depositor INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS records (id INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE, owner BLOB NOT NULL, package BLOB NOT NULL, state INTEGER NOT NULL DEFAULT 0, receipt BLOB, sealed BLOB, manifest BLOB, source BLOB);
        CREATE INDEX IF NOT EXISTS records_by_owner ON records (owner);
        CREATE INDEX IF NOT EXISTS records_gone ON records (record) WHERE state <> 0;
        CREATE INDEX IF NOT EXISTS records_gone_by_owner ON records (owner) WHERE state <> 0;
        CREATE TABLE IF NOT EXISTS data_keys (id INTEGER PRIMARY KEY, record TEXT NOT NULL, sealed BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS expiries (day BLOB NOT NULL, row BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (day, row)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS expiries_by_row ON expiries (row);
        CREATE TABLE IF NOT EXISTS inbox (id INTEGER PRIMARY KEY AUTOINCREMENT, epoch TEXT NOT NULL, sealed BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS idempotency (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, body BLOB NOT NULL, sealed BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, country BLOB NOT NULL, row BLOB NOT NULL, sealed BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS outbox_by_country ON outbox (country);
        CREATE INDEX IF NOT EXISTS outbox_by_row ON outbox (row);
        CREATE TABLE IF NOT EXISTS contributions (partition BLOB NOT NULL, row BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (partition, row)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS generations (partition BLOB PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS cells (partition BLOB NOT NULL, vintage TEXT NOT NULL, ordinal INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (partition, vintage, ordinal)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS consents (name BLOB PRIMARY KEY, entry INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS ledger (source BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS countries (country TEXT PRIMARY KEY, opened INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS measured (country TEXT NOT NULL, ordinal INTEGER NOT NULL, vintage TEXT NOT NULL, revision TEXT NOT NULL, sealed BLOB NOT NULL, contributors BLOB, published INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (country, ordinal, vintage)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS releases (release TEXT NOT NULL, tier TEXT NOT NULL, entry INTEGER NOT NULL, revision TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (release, tier)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS releases_by_entry ON releases (entry);
        CREATE TABLE IF NOT EXISTS openings (tag BLOB PRIMARY KEY, owner BLOB NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS openings_by_owner ON openings (owner);
        CREATE TABLE IF NOT EXISTS entry_facts (entry INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS policies (country TEXT NOT NULL, revision TEXT NOT NULL, author TEXT NOT NULL, proposed INTEGER NOT NULL, yaml BLOB NOT NULL, PRIMARY KEY (country, revision)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS approvals (country TEXT NOT NULL, revision TEXT NOT NULL, replaces TEXT NOT NULL, officer TEXT NOT NULL, name TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (country, revision, officer)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS activations (country TEXT NOT NULL, entry INTEGER NOT NULL, revision TEXT NOT NULL, replaces TEXT NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL, PRIMARY KEY (country, entry)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS emergencies (country TEXT NOT NULL, plan TEXT NOT NULL, first_week TEXT NOT NULL, weeks INTEGER NOT NULL, revision TEXT NOT NULL, proposer TEXT NOT NULL, note TEXT NOT NULL, entry INTEGER, PRIMARY KEY (country, plan)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS log_entries (idx INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, leaf BLOB NOT NULL, entry BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS log_files (path TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS cosigners (name TEXT PRIMARY KEY, size INTEGER NOT NULL, ahead INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS commitments (id INTEGER PRIMARY KEY, day BLOB NOT NULL, leaf BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS commitments_by_day ON commitments (day);
        CREATE TABLE IF NOT EXISTS day_seeds (day BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS web_keys (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, element BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS reminders (grain TEXT NOT NULL, name TEXT NOT NULL, start INTEGER NOT NULL, period INTEGER NOT NULL, etag TEXT NOT NULL, PRIMARY KEY (grain, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS grain_state (grain TEXT NOT NULL, name TEXT NOT NULL, etag TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (grain, name)) WITHOUT ROWID;
        """;

    private const string Triggers = """
        CREATE TRIGGER IF NOT EXISTS contributions_added AFTER INSERT ON contributions BEGIN
            INSERT INTO generations (partition, generation) VALUES (NEW.partition, 1) ON CONFLICT (partition) DO UPDATE SET generation = generation + 1;
        END;
        CREATE TRIGGER IF NOT EXISTS contributions_removed AFTER DELETE ON contributions BEGIN
            INSERT OR IGNORE INTO generations (partition, generation) VALUES (OLD.partition, 0);
            UPDATE generations SET generation = generation + 1 WHERE partition = OLD.partition;
            DELETE FROM cells WHERE partition = OLD.partition;
        END;
        CREATE TRIGGER IF NOT EXISTS contributions_moved AFTER UPDATE OF partition, row ON contributions BEGIN
            INSERT OR IGNORE INTO generations (partition, generation) VALUES (OLD.partition, 0), (NEW.partition, 0);
            UPDATE generations SET generation = generation + 1 WHERE partition IN (OLD.partition, NEW.partition);
            DELETE FROM cells WHERE partition IN (OLD.partition, NEW.partition);
        END;
        CREATE TRIGGER IF NOT EXISTS consents_given AFTER INSERT ON consents BEGIN
            UPDATE generations SET generation = generation + 1;
            DELETE FROM cells;
        END;
        CREATE TRIGGER IF NOT EXISTS consents_removed AFTER DELETE ON consents BEGIN
            UPDATE generations SET generation = generation + 1;
            DELETE FROM cells;
        END;
        CREATE TRIGGER IF NOT EXISTS consents_moved AFTER UPDATE OF name, entry ON consents BEGIN
            UPDATE generations SET generation = generation + 1;
            DELETE FROM cells;
        END;
        """;

    public static void Ensure(StoreConnection connection)
    {
        long version = connection.Number("PRAGMA user_version") ?? 0;
        if (version > Version)
        {
            throw new StoreUnavailableException(
                $"the data folder was written by a newer broker (layout {version}, this one knows {Version}); nothing was changed: start the newer broker");
        }

        if (version is > 0 and <= LastOfDevelopment)
        {
            throw new StoreUnavailableException(
                $"the data folder has layout {version}, which only development versions wrote, and this version can't read it; nothing was changed: "
                + "keep that folder with the version that wrote it and start this one on an empty folder");
        }

        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            Migrate(connection, version);
            connection.Execute("COMMIT");
        }
        catch
        {
            connection.Execute("ROLLBACK");
            throw;
        }
    }

    // One transaction, the version with it: a migration that was interrupted has not begun.
    private static void Migrate(StoreConnection connection, long version)
    {
        if (version == LayoutFive.Version)
        {
            LayoutFive.SetAside(connection);
        }

        connection.Execute(Tables);
        if (version == LayoutFive.Version)
        {
            LayoutFive.TakeOver(connection);
        }

        connection.Execute(Triggers);
        foreach (SealedColumn column in SealedColumns.All)
        {
            column.EnsureIndex(connection);
        }
        connection.Execute($"PRAGMA user_version={Version}");
    }
}
