using Broker.Silo.Storage;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Broker.Tests.Silo;

public sealed class ReminderStoreTests
{
    private const string Table = "CREATE TABLE IF NOT EXISTS reminders (grain TEXT NOT NULL, name TEXT NOT NULL, start INTEGER NOT NULL, period INTEGER NOT NULL, etag TEXT NOT NULL, PRIMARY KEY (grain, name)) WITHOUT ROWID";

    private static readonly GrainId Grain = GrainId.Create("country", "country/caf/é");
    private static readonly StoredReminder Daily = new(Grain, "daily", new DateTime(2026, 3, 1, 4, 5, 6, 789, DateTimeKind.Utc), TimeSpan.FromDays(1), "");

    [Fact]
    public async Task Reminder_WrittenAndReadInAnotherStoreOfTheFile_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "broker.db");
        string version;
        await using (var first = new SqliteStore(file))
        {
            await first.WriteAsync(connection => { connection.Execute(Table); });
            version = await new ReminderStore(first).WriteAsync(Daily);
        }

        await using var second = new SqliteStore(file);
        var store = new ReminderStore(second);
        Assert.Equal(Daily with { Version = version }, Assert.Single(await store.ReadAllAsync(CancellationToken.None)));
        Assert.Equal(Daily with { Version = version }, await store.ReadAsync(Grain, "daily"));
        Assert.Single(await store.ReadAsync(Grain));
        Assert.Empty(await store.ReadAsync(GrainId.Create("country", "country/caf")));
        Assert.Null(await store.ReadAsync(Grain, "weekly"));
    }

    [Fact]
    public async Task Reminder_RemovedByAnotherVersion_Stays()
    {
        using var folder = new TemporaryFolder();
        await using var sqlite = new SqliteStore(Path.Combine(folder.Path, "broker.db"));
        await sqlite.WriteAsync(connection => { connection.Execute(Table); });
        var store = new ReminderStore(sqlite);
        string old = await store.WriteAsync(Daily);
        string version = await store.WriteAsync(Daily with { Period = TimeSpan.FromDays(2) });

        Assert.False(await store.RemoveAsync(Grain, "daily", old));
        Assert.Equal(TimeSpan.FromDays(2), Assert.Single(await store.ReadAllAsync(CancellationToken.None)).Period);
        Assert.True(await store.RemoveAsync(Grain, "daily", version));
        string anew = await store.WriteAsync(Daily);
        Assert.False(await store.RemoveAsync(Grain, "daily", version));
        Assert.Equal(anew, Assert.Single(await store.ReadAsync(Grain)).Version);
    }
}
