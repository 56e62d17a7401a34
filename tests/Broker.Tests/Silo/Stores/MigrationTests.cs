using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Silo.Stores;

public sealed class MigrationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => Path.Combine(folder.Path, "broker.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Store_OfLayoutFive_IsMigratedWithEveryRowOfIt()
    {
        Make("""
            INSERT INTO meta (key, value) VALUES ('k', 'v');
            INSERT INTO outbox (id, country, row, sealed) VALUES (41, x'01', x'02', x'03');
            INSERT INTO records (record, owner, package, state, receipt, sealed, manifest, source) VALUES ('r2', x'02', x'12', 0, x'22', x'32', x'42', x'52'), ('r1', x'01', x'11', 1, NULL, NULL, NULL, NULL);
            INSERT INTO data_keys (record, sealed) VALUES ('r2', x'62');
            INSERT INTO idempotency (key, body, sealed) VALUES (x'0a', x'0b', x'0c');
            INSERT INTO contributions (partition, row, sealed) VALUES (x'01', x'02', x'03');
            INSERT INTO commitments (day, leaf) VALUES (x'01', x'02'), (x'01', x'03');
            """);

        await using var store = new SqliteStore(Database);

        string[] rows = [.. store.Read(connection => connection.Rows(
            row => row.GetString(0),
            """
            SELECT 'r ' || r.record || hex(owner) || hex(package) || state || hex(receipt) || hex(r.sealed) || hex(manifest) || hex(source) || coalesce(k.record || hex(k.sealed), '')
            FROM records r LEFT JOIN data_keys k ON k.id = r.id
            UNION ALL SELECT 'i ' || hex(key) || hex(body) || hex(sealed) FROM idempotency
            UNION ALL SELECT 'c ' || hex(partition) || hex(row) || hex(sealed) FROM contributions
            UNION ALL SELECT 'd ' || hex(day) || hex(leaf) FROM commitments
            UNION ALL SELECT 'o ' || id || hex(sealed) FROM outbox ORDER BY 1
            """))];
        Assert.Equal(["c 010203", "d 0102", "d 0103", "i 0A0B0C", "o 4103", "r r101111", "r r20212022324252r262"], rows);
        Assert.Equal(0, store.Read(connection => connection.Number("SELECT count(*) FROM sqlite_master WHERE name LIKE '%\\_5' ESCAPE '\\'")));
        await store.WriteAsync(connection => connection.Execute("INSERT INTO contributions (partition, row, sealed) VALUES (x'01', x'04', x'05')"));
        Assert.Equal(2, store.Read(connection => connection.Number("SELECT generation FROM generations WHERE partition = x'01'")));
        Assert.Equal(("v", Schema.Version), store.Read(connection => (connection.Text("SELECT value FROM meta WHERE key = 'k'"), connection.Number("PRAGMA user_version")!.Value)));
        Assert.Equal(0, store.Read(connection => connection.Number("SELECT (SELECT count(*) FROM reminders) + (SELECT count(*) FROM grain_state)")));
    }

    [Fact]
    public async Task Store_WhoseMigrationFails_IsAsItWasAndIsMigratedLater()
    {
        // An index under the name of a table that is to be made: the last step but one fails.
        Make("CREATE INDEX grain_state ON meta (value);");
        Assert.Throws<SqliteException>(() => new SqliteStore(Database).ToString());

        using (SqliteConnection other = Open())
        {
            Assert.Equal((5L, 0L), (other.Number("PRAGMA user_version"), other.Number("SELECT count(*) FROM sqlite_master WHERE name IN ('commitments_by_day', 'reminders')")));
            other.Execute("DROP INDEX grain_state");
        }

        await using var store = new SqliteStore(Database);
        Assert.Equal(Schema.Version, store.Read(connection => connection.Number("PRAGMA user_version")));
    }

    private void Make(string rows)
    {
        SQLitePCL.Batteries_V2.Init();
        using SqliteConnection connection = Open();
        connection.Execute(LayoutFive.Text);
        connection.Execute(rows);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }
}
