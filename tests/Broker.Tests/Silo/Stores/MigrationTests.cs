using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Silo.Stores;

public sealed class MigrationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => Path.Combine(folder.Path, "broker.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Store_OfLayoutFive_IsMigratedAndItsOutboxGivesNoIdAgain()
    {
        Make("INSERT INTO meta (key, value) VALUES ('k', 'v'); INSERT INTO outbox (id, country, row, sealed) VALUES (41, x'01', x'02', x'03'); DELETE FROM outbox;");

        await using var store = new SqliteStore(Database);

        Assert.Equal(42, await store.WriteAsync(connection => Counters.Take(connection, Counters.Outbox)));
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
            Assert.Equal((5L, 0L), (other.Number("PRAGMA user_version"), other.Number("SELECT count(*) FROM sqlite_master WHERE name IN ('counters', 'reminders')")));
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
