using System.Security.Cryptography;
using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Silo;

public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => Path.Combine(folder.Path, "broker.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Write_ThatFails_TakesNothingOfItsNeighboursWithIt()
    {
        await using var store = new SqliteStore(Database);
        Task[] writes = [.. Enumerable.Range(0, 100).Select(i => store.WriteAsync(connection =>
        {
            Put(connection, $"k{i}");
            if (i % 10 == 3)
            {
                throw new InvalidOperationException("on purpose");
            }
        }))];

        int failed = 0;
        foreach (Task write in writes)
        {
            try
            {
                await write;
            }
            catch (InvalidOperationException)
            {
                failed++;
            }
        }

        Assert.Equal(10, failed);
        Assert.Equal(90, store.Read(connection => connection.Number("SELECT count(*) FROM meta")));
        Assert.Null(store.Read(connection => connection.Text("SELECT value FROM meta WHERE key = 'k3'")));
    }

    [Fact]
    public async Task Write_ThatADiskHasNoRoomFor_IsUndoneWhole_AndTheNextOneIsTaken()
    {
        await using var store = new SqliteStore(Database);
        await store.WriteAsync(connection => Put(connection, "before"));
        await store.WriteAsync(connection => connection.Execute("PRAGMA max_page_count=1")); // the smallest that the file has already

        StoreUnavailableException fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(connection =>
        {
            Put(connection, "half");
            connection.Execute("INSERT INTO meta (key, value) SELECT 'big', hex(zeroblob(1000000))");
        }));

        Assert.True(fault.IsFull);
        Assert.Null(store.Read(connection => connection.Text("SELECT value FROM meta WHERE key = 'half'")));
        await store.WriteAsync(connection => connection.Execute("PRAGMA max_page_count=1000000"));
        await store.WriteAsync(connection => Put(connection, "after"));
        Assert.Equal(2, store.Read(connection => connection.Number("SELECT count(*) FROM meta WHERE key IN ('before', 'after')")));
    }

    [Fact]
    public async Task Log_OfManyWrites_IsMovedIntoTheFileNowAndThen()
    {
        await using var store = new SqliteStore(Database);
        for (int i = 0; i < 200; i++)
        {
            await store.WriteAsync(connection => connection.Execute("INSERT INTO meta (key, value) VALUES ($1, hex(zeroblob(200000)))", $"k{i}"));
        }

        // 80 MB were written; the log never holds much more than the 48 MB after which it is moved.
        Assert.InRange(new FileInfo(Database + "-wal").Length, 1, 52 << 20);
    }

    [Fact]
    public async Task Log_OfASiloThatIsKilledAgainAndAgain_IsMovedIntoTheFileAllTheSame()
    {
        string database = Database;
        for (int kill = 0; kill < 6; kill++)
        {
            await using var store = new SqliteStore(database);
            for (int i = 0; i < 40; i++)
            {
                await store.WriteAsync(connection => connection.Execute("INSERT INTO meta (key, value) VALUES ($1, hex(zeroblob(200000)))", $"k{kill}-{i}"));
            }

            // As a kill leaves it: nothing is closed, and the next silo finds these files.
            string next = Path.Combine(folder.Path, $"after-{kill}.db");
            File.Copy(database, next);
            File.Copy(database + "-wal", next + "-wal");
            database = next;
        }

        // 96 MB were written.
        await using var last = new SqliteStore(database);
        Assert.Equal(240, last.Read(connection => connection.Number("SELECT count(*) FROM meta WHERE key LIKE 'k%'")));
        Assert.InRange(new FileInfo(database + "-wal").Length, 1, 68 << 20);
    }

    [Fact]
    public async Task Write_ThatReturned_IsThereForAnotherProcessOfTheSameFile()
    {
        await using var store = new SqliteStore(Database);
        await store.WriteAsync(connection => Put(connection, "durable"));

        using var other = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
        other.Open();
        Assert.Equal("v", other.Text("SELECT value FROM meta WHERE key = 'durable'"));
    }

    [Fact]
    public async Task Store_SyncsEachCommitAndOverwritesWhatItDeletes()
    {
        await using var store = new SqliteStore(Database);

        Assert.Equal((2L, 1L), await store.WriteAsync(connection => (connection.Number("PRAGMA synchronous")!.Value, connection.Number("PRAGMA secure_delete")!.Value)));
    }

    [Fact]
    public async Task Store_EachOfItsFiles_IsItsOwnersAlone()
    {
        await using var store = new SqliteStore(Database);
        await store.WriteAsync(connection => Put(connection, "k"));

        string[] files = Directory.GetFiles(folder.Path);
        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Store_OfANewerBroker_IsRefusedAndLeftAsItIs()
    {
        await using (var store = new SqliteStore(Database))
        {
            await store.WriteAsync(connection => connection.Execute("PRAGMA user_version=99"));
        }

        StoreUnavailableException refused = Assert.Throws<StoreUnavailableException>(() => new SqliteStore(Database));
        Assert.Contains("newer broker", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Store_OfADevelopmentVersion_IsRefusedAndLeftAsItIs(long layout)
    {
        await using (var store = new SqliteStore(Database))
        {
            await store.WriteAsync(connection => connection.Execute($"PRAGMA user_version={layout}; DROP TABLE inbox"));
        }

        StoreUnavailableException refused = Assert.Throws<StoreUnavailableException>(() => new SqliteStore(Database));
        Assert.Contains($"layout {layout},", refused.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", refused.Message, StringComparison.Ordinal);

        using var other = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
        other.Open();
        Assert.Equal((layout, 0L), (other.Number("PRAGMA user_version"), other.Number("SELECT count(*) FROM sqlite_master WHERE name = 'inbox'")));
    }

    [Fact]
    public async Task Shred_OfRowsScatteredOverManyPages_LeavesNoneOfTheirBytes()
    {
        await using var store = new SqliteStore(Database);
        var kept = new HashSet<ulong>();
        var gone = new HashSet<ulong>();
        for (int round = 0; round < 8; round++)
        {
            // Random keys split and merge pages, which is where copies of rows could stay behind.
            (string Key, byte[] Value)[] rows = [.. Enumerable.Range(0, 400).Select(_ => (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(13)), RandomNumberGenerator.GetBytes(80)))];
            await store.WriteAsync(connection =>
            {
                foreach ((string key, byte[] value) in rows)
                {
                    connection.Execute("INSERT INTO data_keys (record, sealed) VALUES ($1, $2)", key, value);
                }
            });
            await store.ShredAsync(connection => rows.Where((_, i) => i % 5 != 0).Sum(row => connection.Execute("DELETE FROM data_keys WHERE record = $1", row.Key)));
            for (int i = 0; i < rows.Length; i++)
            {
                (i % 5 == 0 ? kept : gone).Add(BitConverter.ToUInt64(rows[i].Value, 32));
            }
        }

        byte[][] files = [.. Directory.EnumerateFiles(folder.Path, "broker.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(File.ReadAllBytes)];
        Assert.Equal(kept.Count, files.Sum(file => Hits(file, kept)));
        Assert.Equal(0, files.Sum(file => Hits(file, gone)));
    }

    private static int Hits(byte[] file, HashSet<ulong> markers) =>
        Enumerable.Range(0, Math.Max(0, file.Length - sizeof(ulong) + 1)).Where(at => markers.Contains(BitConverter.ToUInt64(file, at)))
            .Select(at => BitConverter.ToUInt64(file, at)).Distinct().Count();

    private static void Put(StoreConnection connection, string key) => connection.Execute("INSERT INTO meta (key, value) VALUES ($1, 'v')", key);
}
