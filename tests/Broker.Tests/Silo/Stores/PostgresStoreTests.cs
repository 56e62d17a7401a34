using Broker.Silo.Storage;

namespace Broker.Tests.Silo.Stores;

/// <summary>One writer at a time, and what becomes of it when its server or its place is gone.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresStoreTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder other = new();

    public void Dispose()
    {
        folder.Dispose();
        other.Dispose();
    }

    [PostgresFact]
    public async Task Server_ThatCrashes_LosesNothingConfirmedAndIsWrittenToAgain()
    {
        await using var store = new PostgresStore(server.NewDatabase(), folder.Path);
        await store.WriteAsync(connection => Put(connection, "before"));
        StoreUnavailableException? refused = null;

        await server.Crash(async () => refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(connection => Put(connection, "down"))));
        await store.WriteAsync(connection => Put(connection, "after"));

        Assert.NotNull(refused);
        Assert.Equal(["after", "before"], Keys(store));
    }

    [PostgresFact]
    public async Task Silo_WhoseServerCrashed_DepositsAndLogsAgainWithoutARestart()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path, configure: options => options.Postgres = server.NewDatabase());
        TestAccount first = await silo.EnrolAsync("depositor", "ngo one");

        await server.Crash(() => Assert.ThrowsAnyAsync<Exception>(() => silo.EnrolAsync("depositor", "ngo none")));

        TestAccount second = await silo.EnrolAsync("depositor", "ngo two");
        Assert.NotEqual(first.Id, second.Id);
        Assert.True(SiloLogTests.Verify(silo).IsClean);
    }

    [PostgresFact]
    public async Task Writer_WhoseEpochIsAnothers_WritesNothingMore()
    {
        await using var store = new PostgresStore(server.NewDatabase(), folder.Path);
        await store.WriteAsync(connection => connection.Execute("UPDATE writer SET epoch = epoch + 1"));

        StoreUnavailableException refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(connection => Put(connection, "stale")));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(connection => Put(connection, "stale")));

        Assert.Contains("another silo", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Keys(store));
    }

    [PostgresFact]
    public async Task Standby_TakesOverWhenTheWriterIsGone_AndTheOldOneStaysOut()
    {
        string database = server.NewDatabase();
        await using var active = new PostgresStore(database, folder.Path);
        await active.WriteAsync(connection => Put(connection, "first"));
        Task<PostgresStore> waiting = Task.Run(() => new PostgresStore(database, other.Path, isStandby: true));
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        bool waited = !waiting.IsCompleted;

        // As an operator does with a silo whose machine does not answer any more.
        server.Query("SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            + $"WHERE l.locktype = 'advisory' AND l.granted AND d.datname = '{database.Split("Database=")[1]}'");
        await using PostgresStore standby = await waiting;
        await standby.WriteAsync(connection => Put(connection, "second"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => active.WriteAsync(connection => Put(connection, "stale")));

        Assert.True(waited);
        Assert.Equal(["first", "second"], Keys(standby));
    }

    [PostgresFact]
    public void Database_ThatCannotBeOpened_IsNamedInNoMessage()
    {
        const string canary = "canary-5e1f";
        StoreUnavailableException refused = Assert.Throws<StoreUnavailableException>(() => new PostgresStore($"Host={folder.Path};Username={canary};Password={canary};Database={canary}", folder.Path));

        Assert.DoesNotContain(canary, refused.ToString(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Shred_SoonAfter_HasVacuumedTheDeadRows()
    {
        string database = server.NewDatabase();
        await using (var store = new PostgresStore(database, folder.Path))
        {
            await store.WriteAsync(connection => connection.Execute("INSERT INTO data_keys (record, sealed) SELECT 'r' || n, '\\x00' FROM generate_series(1, 100) n"));
            await store.ShredAsync(connection => connection.Execute("DELETE FROM data_keys"));
        }

        // It ended with the store, which waits for it.
        await using var again = new PostgresStore(database, folder.Path);
        Assert.Equal(1, again.Read(connection => connection.Number("SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 'data_keys'")));
    }

    private static List<string> Keys(PostgresStore store) => store.Read(connection => connection.Rows(row => row.GetString(0), "SELECT key FROM meta ORDER BY key"));

    private static void Put(StoreConnection connection, string key) => connection.Execute("INSERT INTO meta (key, value) VALUES ($1, 'v')", key);
}
