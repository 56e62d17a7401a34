using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Broker.Silo.Storage;

/// <summary>The embedded store: one SQLite file, <c>synchronous=FULL</c>, one writer, group commit (<see cref="WriterLoop"/>, <see cref="SqliteWriter"/>).</summary>
internal sealed class SqliteStore : IStore
{
    private const int ReadersKept = 8;

    private readonly FileStream folderLock;
    private readonly string connectionString;
    private readonly SqliteStoreConnection writer;
    private readonly WriterLoop loop;
    private readonly ConcurrentBag<SqliteStoreConnection> readers = [];

    public SqliteStore(string path)
    {
        // Two silos on one folder would each have a calendar and nonces of their own: the second one is refused.
        folderLock = FolderLock.Take(path + ".lock");
        // Made before SQLite makes it: the database is its owner's alone, and the files beside it take over its mode.
        new FileStream(path, FolderLock.OwnerOnly(FileShare.ReadWrite)).Dispose();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = Open();
        try
        {
            // The writer moves the log into the file itself. Rows are named at random, so each one changes pages all over the tables: with SQLite's 2 MB of
            // cache most of them would be read again each time.
            writer.Execute("PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-65536;");
            Schema.Ensure(writer);
        }
        catch
        {
            // A store that refuses its folder lets go of it.
            writer.Dispose();
            folderLock.Dispose();
            throw;
        }

        loop = new WriterLoop(new SqliteWriter(writer));
    }

    public bool HasStopped => loop.HasStopped;

    public void Join(IGroupMember joining) => loop.Join(joining);

    public Task<T> WriteAsync<T>(Func<StoreConnection, T> work) => loop.EnqueueAsync(work, shreds: false);

    public Task<T> WriteAsync<T>(Func<StoreConnection, T> work, Action<T> durable) => loop.EnqueueAsync(work, shreds: false, durable);

    public Task<T> ShredAsync<T>(Func<StoreConnection, T> work, Action<T>? durable = null) => loop.EnqueueAsync(work, shreds: true, durable);

    public Task WriteAsync(Action<StoreConnection> work) => WriteAsync<bool>(connection =>
    {
        work(connection);
        return true;
    });

    public T Read<T>(Func<StoreConnection, T> read)
    {
        if (!readers.TryTake(out SqliteStoreConnection? connection))
        {
            connection = Open();
        }

        try
        {
            return read(connection);
        }
        finally
        {
            if (readers.Count < ReadersKept)
            {
                readers.Add(connection);
            }
            else
            {
                connection.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync().ConfigureAwait(false);
        writer.Dispose();
        while (readers.TryTake(out SqliteStoreConnection? reader))
        {
            reader.Dispose();
        }

        await folderLock.DisposeAsync().ConfigureAwait(false);
    }

    private SqliteStoreConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        // secure_delete: a shredded data key leaves no copy in a free page of the database file.
        connection.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000;");
        return new SqliteStoreConnection(connection);
    }
}
