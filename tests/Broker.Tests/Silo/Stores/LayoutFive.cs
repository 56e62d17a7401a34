namespace Broker.Tests.Silo.Stores;

/// <summary>The tables of layout 5 as it was, never to be changed: what a folder of that layout is made of.</summary>
internal static class LayoutFive
{
    public const string Text = """
        CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS accounts (account BLOB PRIMARY KEY, depositor INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS records (record TEXT PRIMARY KEY, owner BLOB NOT NULL, package BLOB NOT NULL, state INTEGER NOT NULL DEFAULT 0, receipt BLOB, sealed BLOB, manifest BLOB, source BLOB) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS records_by_owner ON records (owner);
        CREATE INDEX IF NOT EXISTS records_gone ON records (state) WHERE state <> 0;
        CREATE INDEX IF NOT EXISTS records_gone_by_owner ON records (owner) WHERE state <> 0;
        CREATE TABLE IF NOT EXISTS data_keys (record TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS expiries (day BLOB NOT NULL, row BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (day, row)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS expiries_by_row ON expiries (row);
        CREATE TABLE IF NOT EXISTS inbox (id INTEGER PRIMARY KEY AUTOINCREMENT, epoch TEXT NOT NULL, sealed BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS idempotency (key BLOB PRIMARY KEY, body BLOB NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, country BLOB NOT NULL, row BLOB NOT NULL, sealed BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS outbox_by_country ON outbox (country);
        CREATE INDEX IF NOT EXISTS outbox_by_row ON outbox (row);
        CREATE TABLE IF NOT EXISTS contributions (partition BLOB NOT NULL, row BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (partition, row)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS contributions_by_row ON contributions (row);
        CREATE TABLE IF NOT EXISTS generations (partition BLOB PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS cells (partition BLOB NOT NULL, vintage TEXT NOT NULL, ordinal INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (partition, vintage, ordinal)) WITHOUT ROWID;
        CREATE TRIGGER IF NOT EXISTS contributions_added AFTER INSERT ON contributions BEGIN
            INSERT OR IGNORE INTO generations (partition, generation) VALUES (NEW.partition, 0);
            UPDATE generations SET generation = generation + 1 WHERE partition = NEW.partition;
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
        CREATE TABLE IF NOT EXISTS consents (name BLOB PRIMARY KEY, entry INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
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
        CREATE TABLE IF NOT EXISTS commitments (day BLOB NOT NULL, leaf BLOB NOT NULL, PRIMARY KEY (day, leaf)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS day_seeds (day BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS web_keys (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, element BLOB NOT NULL);
        PRAGMA user_version=5;
        """;
}
