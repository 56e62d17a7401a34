using System.Data.Common;
using Broker.Bench.Cells;
using Broker.Silo.Storage;
using Npgsql;

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

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silo_ThatStartsBesideItsServer_WaitsForIt(bool isStandby)
    {
        string database = server.NewDatabase();
        Task<PostgresStore>? starting = null;
        bool waited = false;
        await server.Crash(async () =>
        {
            starting = Task.Run(() => new PostgresStore(database, folder.Path, isStandby));
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            waited = !starting.IsCompleted;
        });

        await using PostgresStore store = await starting!;
        await store.WriteAsync(connection => Put(connection, "first"));

        Assert.True(waited);
        Assert.Equal(["first"], Keys(store));
    }

    [PostgresFact]
    public async Task Server_ThatIsAway_IsNamedSoToReadersAndWriters()
    {
        await using var store = new PostgresStore(server.NewDatabase(), folder.Path);
        await server.Crash(async () =>
        {
            StoreUnavailableException write = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(connection => Put(connection, "down")));
            StoreUnavailableException read = Assert.Throws<StoreUnavailableException>(() => Keys(store));
            Assert.True(write.IsAway && read.IsAway && !store.HasStopped);
        });

        await store.WriteAsync(connection => Put(connection, "up"));
        Assert.Equal(["up"], Keys(store));
    }

    [PostgresFact]
    public async Task Epoch_RaisedWithoutAnAnswer_IsStillThisSilos()
    {
        await using LossyWay way = LossyWay.To(server.NewDatabase());
        await using var store = new PostgresStore(way.Connection, folder.Path);
        await store.WriteAsync(connection => Put(connection, "first"));

        // Of the answers on the way back to a new connection this is the one to the raise.
        way.Lose(LossyWay.Committed);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(connection => Put(connection, "unknown")));
        way.Lose(LossyWay.Updated);
        StoreUnavailableException raised = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(connection => Put(connection, "refused")));
        await store.WriteAsync(connection => Put(connection, "last"));

        Assert.True(raised.IsAway && !store.HasStopped);
        Assert.Equal(["first", "last", "unknown"], Keys(store));
    }

    [PostgresFact]
    public void Server_ThatConfirmsBeforeItSyncs_IsRefused()
    {
        string database = server.NewDatabase();
        server.Query($"ALTER DATABASE {database.Split("Database=")[1]} SET synchronous_commit = off");

        foreach (bool isDevelopment in (bool[])[false, true])
        {
            Assert.Contains("`synchronous_commit` off", Refused(database, isDevelopment).Message, StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task Server_ThatNeverSyncs_IsRefusedOutsideOfDevelopment()
    {
        using PostgresCluster careless = PostgresCluster.TryStart(durable: false, small: true)!;
        string database = $"Host={careless.Folder};Username=bench;Database=postgres";

        Assert.Contains("`fsync` off", Refused(database, isDevelopment: false).Message, StringComparison.Ordinal);
        await using var store = new PostgresStore(database, folder.Path, isDevelopment: true);
        Assert.Empty(Keys(store));
    }

    [PostgresFact]
    public async Task Silo_WhoseDatabaseCameBackOlder_SignsNoSecondLog()
    {
        string database = server.NewDatabase();
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path, configure: options => options.Postgres = database);
        await silo.EnrolAsync("depositor", "ngo one");
        Run(database, "CREATE TABLE old_entries AS SELECT * FROM log_entries; CREATE TABLE old_files AS SELECT * FROM log_files");
        await silo.EnrolAsync("depositor", "ngo two");

        // As a copy that lags behind has it, when it takes the server's place.
        Run(database, "DELETE FROM log_entries; DELETE FROM log_files; INSERT INTO log_entries SELECT * FROM old_entries; INSERT INTO log_files SELECT * FROM old_files");
        EndWriterOf(database);
        long before = silo.Store.Read(connection => connection.Number("SELECT count(*) FROM log_entries"))!.Value;
        await Assert.ThrowsAnyAsync<Exception>(() => silo.EnrolAsync("depositor", "ngo three"));
        await Assert.ThrowsAnyAsync<Exception>(() => silo.EnrolAsync("depositor", "ngo four"));

        Assert.Equal(before, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM log_entries")));
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

        EndWriterOf(database);
        await using PostgresStore standby = await waiting;
        await standby.WriteAsync(connection => Put(connection, "second"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => active.WriteAsync(connection => Put(connection, "stale")));

        Assert.True(waited && active.HasStopped);
        Assert.Equal(["first", "second"], Keys(standby));
    }

    [PostgresFact]
    public void Database_ThatCannotBeOpened_IsNamedInNoMessage()
    {
        const string canary = "canary-5e1f";
        StoreUnavailableException refused = Assert.Throws<StoreUnavailableException>(() => new PostgresStore(
            $"Host={folder.Path};Username={canary};Password={canary};Database={canary}", folder.Path, isStandby: false, isDevelopment: false, TimeSpan.Zero));

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
        Assert.Equal(
            ["contributions 1", "data_keys 1", "expiries 1", "inbox 1", "measured 1", "openings 1", "outbox 1", "records 1"],
            again.Read(connection => connection.Rows(row => row.GetString(0), "SELECT relname || ' ' || vacuum_count FROM pg_stat_user_tables WHERE vacuum_count > 0 ORDER BY relname")));
    }

    [PostgresFact]
    public async Task Work_ThatHidesAFailedStatement_IsNotConfirmedAloneNorAmongOthers()
    {
        await using var store = new PostgresStore(server.NewDatabase(), folder.Path);
        await store.WriteAsync(connection => Put(connection, "first"));

        // The server has undone the transaction and answers its COMMIT with a ROLLBACK, which is no error.
        Exception? told = await Record.ExceptionAsync(() => store.WriteAsync(connection =>
        {
            Put(connection, "hidden");
            try
            {
                Put(connection, "first");
            }
            catch (DbException)
            {
                // On purpose: no work of the product does this.
            }
        }));
        await store.WriteAsync(connection => Put(connection, "after"));

        Assert.IsType<StoreUnavailableException>(told);
        Assert.Equal(["after", "first"], Keys(store));
    }

    [PostgresFact]
    public async Task Writer_WhoseLockWentToAnotherThatLives_StopsAndSaysSo()
    {
        string database = server.NewDatabase();
        await using var active = new PostgresStore(database, folder.Path);
        await active.WriteAsync(connection => Put(connection, "first"));
        Task<PostgresStore> waiting = Task.Run(() => new PostgresStore(database, other.Path, isStandby: true));
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        EndWriterOf(database);
        await using PostgresStore standby = await waiting;

        StoreUnavailableException told = await Assert.ThrowsAsync<StoreUnavailableException>(() => active.WriteAsync(connection => Put(connection, "stale")));

        Assert.Contains("until a restart", told.Message, StringComparison.Ordinal);
        Assert.True(active.HasStopped);
        Assert.False(standby.HasStopped);
    }

    [PostgresTheory]
    [InlineData("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, owner TEXT)")]
    [InlineData("CREATE VIEW records AS SELECT 1 AS one")]
    [InlineData("CREATE TABLE writer (epoch BIGINT)")]
    [InlineData("CREATE TABLE layout (id BIGINT)")]
    public void Database_OfAnotherProgram_IsRefusedAndLeftAsItWas(string theirs)
    {
        string database = server.NewDatabase();
        Run(database, theirs);
        long before = Relations(database);

        StoreUnavailableException refused = Assert.Throws<StoreUnavailableException>(() => new PostgresStore(database, folder.Path));

        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Relations(database));
    }

    [PostgresFact]
    public async Task Database_WithOtherTablesOrAStartThatWasCutShort_IsMadeWhole()
    {
        string database = server.NewDatabase();
        Run(database, "BEGIN; CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL); ROLLBACK; CREATE TABLE customers (id BIGINT)");

        await using var store = new PostgresStore(database, folder.Path);
        await store.WriteAsync(connection => Put(connection, "first"));

        Assert.Equal(["first"], Keys(store));
    }

    private StoreUnavailableException Refused(string database, bool isDevelopment) =>
        Assert.Throws<StoreUnavailableException>(() => new PostgresStore(database, folder.Path, isDevelopment: isDevelopment));

    private static List<string> Keys(PostgresStore store) => store.Read(connection => connection.Rows(row => row.GetString(0), "SELECT key FROM meta ORDER BY key"));

    private static void Put(StoreConnection connection, string key) => connection.Execute("INSERT INTO meta (key, value) VALUES ($1, 'v')", key);

    // As an operator does with a silo whose machine does not answer any more.
    private void EndWriterOf(string database) => server.Query("SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
        + $"WHERE l.locktype = 'advisory' AND l.granted AND d.datname = '{database.Split("Database=")[1]}'");

    private static void Run(string database, string statement)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    private static long Relations(string database)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT count(*) FROM pg_class", connection);
        return (long)command.ExecuteScalar()!;
    }
}
