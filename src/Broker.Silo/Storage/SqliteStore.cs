using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Broker.Silo.Storage;

/// <summary>
/// The embedded store: one SQLite file, <c>synchronous=FULL</c>, one writer, group commit.
/// </summary>
/// <remarks>
/// Callers hand in a piece of work; the writer runs up to <see cref="LargestGroup"/> of them in one transaction, each in a
/// savepoint of its own, so that one that fails takes nothing of the others with it, and completes them after the commit.
/// INVARIANT: a task that WriteAsync returned completes only after the commit that holds its work returned.
/// INVARIANT: after a failed commit, sync or checkpoint nothing is written any more until a restart: what the disk holds is then unknown.
/// A full disk is no such failure. SQLite reports it (13) only for a write that the file system took no byte of, or not all; a sync that fails is an
/// input/output error (10), whatever the reason. So the group's commit mark is not whole on the disk, all earlier groups are as durable as before, and what was
/// written of this one lies behind the log's last commit, where nobody reads it and the next group writes over it. The group is rolled back, its callers
/// are told, and writing goes on when there is room.
/// </remarks>
internal sealed class SqliteStore : IStore
{
    private const int LargestGroup = 256;
    private const int QueueCapacity = 4096;
    private const int ReadersKept = 8;

    // SQLite's own checkpoint after a commit passes over a sync that failed, so the writer makes it itself, after as many pages as SQLite would.
    private const int PagesToCheckpoint = 1000;

    private const int InputOutputError = 10;
    private const int Corrupt = 11;
    private const int DiskFull = 13;
    private const int PagesWritten = 9; // SQLITE_DBSTATUS_CACHE_WRITE

    private readonly FileStream folderLock;
    private readonly string connectionString;
    private readonly SqliteStoreConnection writer;
    private readonly Channel<IWork> queue;
    private readonly Task writing;
    private readonly ConcurrentBag<SqliteStoreConnection> readers = [];
    private volatile bool failed;
    private volatile IGroupMember? member;
    private bool logHoldsSecrets; // touched by the writer's thread only
    private long pagesInLog; // since the log was last moved into the file whole; touched by the writer's thread only

    public SqliteStore(string path)
    {
        // Two silos on one folder would each have a calendar and nonces of their own: the second one is refused.
        folderLock = TakeLock(path + ".lock");
        // Made before SQLite makes it: the database is its owner's alone, and the files beside it take over its mode.
        new FileStream(path, OwnerOnly(FileShare.ReadWrite)).Dispose();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = Open();
        writer.Execute("PRAGMA wal_autocheckpoint=0");
        Schema.Ensure(writer);
        queue = Channel.CreateBounded<IWork>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true });
        writing = Task.Factory.StartNew(WriteLoop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Gives every group from now on a member; there is one at most.</summary>
    public void Join(IGroupMember joining) =>
        member = member is null ? joining : throw new InvalidOperationException("the store's groups have a member already");

    /// <summary>Runs the work in the next group's transaction and returns when that is durable.</summary>
    /// <exception cref="StoreUnavailableException">The commit failed; nothing of the work is kept.</exception>
    public Task<T> WriteAsync<T>(Func<StoreConnection, T> work) => EnqueueAsync(new Work<T>(work, shreds: false));

    /// <summary>As <see cref="WriteAsync{T}"/>, for work that deletes secrets: it returns when the log of the store holds no copy of them either.</summary>
    public Task<T> ShredAsync<T>(Func<StoreConnection, T> work) => EnqueueAsync(new Work<T>(work, shreds: true));

    private async Task<T> EnqueueAsync<T>(Work<T> item)
    {
        try
        {
            await queue.Writer.WriteAsync(item).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new StoreUnavailableException("the store is closed");
        }

        return await item.Completion.Task.ConfigureAwait(false);
    }

    /// <summary>Runs the work in the next group's transaction and returns when that is durable.</summary>
    public Task WriteAsync(Action<StoreConnection> work) => WriteAsync<bool>(connection =>
    {
        work(connection);
        return true;
    });

    /// <summary>Reads the last committed state.</summary>
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
        queue.Writer.TryComplete();
        await writing.ConfigureAwait(false);
        writer.Dispose();
        while (readers.TryTake(out SqliteStoreConnection? reader))
        {
            reader.Dispose();
        }

        await folderLock.DisposeAsync().ConfigureAwait(false);
    }

    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(path, OwnerOnly(FileShare.None));
        }
        catch (IOException)
        {
            throw new StoreUnavailableException("another silo is running on this data folder; nothing was changed: stop it first, or name another folder");
        }
    }

    private static FileStreamOptions OwnerOnly(FileShare share) => new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = share,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private SqliteStoreConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        // secure_delete: a shredded data key leaves no copy in a free page of the database file.
        connection.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000;");
        return new SqliteStoreConnection(connection);
    }

    private void WriteLoop()
    {
        var group = new List<IWork>(LargestGroup);
        ChannelReader<IWork> reader = queue.Reader;
        while (WaitForWork(reader))
        {
            group.Clear();
            while (group.Count < LargestGroup && reader.TryRead(out IWork? item))
            {
                group.Add(item);
            }

            Commit(group);
        }
    }

    private static bool WaitForWork(ChannelReader<IWork> reader)
    {
        ValueTask<bool> waiting = reader.WaitToReadAsync();
        return waiting.IsCompleted ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }

    private void Commit(List<IWork> group)
    {
        try
        {
            if (failed)
            {
                throw new StoreUnavailableException("the store refuses writes until a restart, because an earlier write could not be made durable");
            }

            writer.Execute("BEGIN IMMEDIATE");
            foreach (IWork item in group)
            {
                item.Run(writer);
            }

            member?.BeforeCommit(writer);
            writer.Execute("COMMIT");
        }
#pragma warning disable CA1031 // whatever went wrong, the callers must hear of it and the loop must not end
        catch (Exception fault)
#pragma warning restore CA1031
        {
            bool isFull = !failed && fault is SqliteException { SqliteErrorCode: DiskFull } && TryRollBack();
            failed |= !isFull;
            member?.RolledBack();
            foreach (IWork item in group)
            {
                item.Fail(isFull
                    ? new StoreUnavailableException("the disk is full; nothing was kept", fault) { IsFull = true }
                    : fault as StoreUnavailableException ?? new StoreUnavailableException("the store could not make a write durable", fault));
            }

            return;
        }

        member?.Committed();
        logHoldsSecrets |= group.Exists(item => item.Shreds);
        bool emptied = !logHoldsSecrets || TryTruncateLog();
        logHoldsSecrets = !emptied;
        foreach (IWork item in group)
        {
            if (item.Shreds && !emptied)
            {
                item.Fail(new StoreUnavailableException(failed ? "the secret is deleted, but the store's log could not be emptied of it; writes are refused until a restart" : "the secret is deleted, but a long reader keeps the store's log from being emptied of it; that is tried again with each write"));
            }
            else
            {
                item.Complete();
            }
        }

        CheckpointWhenDue();
    }

    /// <summary>Undoes what a full disk left of a group; some of these errors undo it by themselves. False when even that failed.</summary>
    private bool TryRollBack()
    {
        try
        {
            if (raw.sqlite3_get_autocommit(writer.Inner.Handle) == 0)
            {
                writer.Execute("ROLLBACK");
            }

            return raw.sqlite3_get_autocommit(writer.Inner.Handle) != 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Moves the write-ahead log into the file once it has grown. A failure is no caller's: what is in the log is durable; but no later group is written.</summary>
    private void CheckpointWhenDue()
    {
        _ = raw.sqlite3_db_status(writer.Inner.Handle, PagesWritten, out int written, out _, 1);
        pagesInLog += written;
        if (failed || pagesInLog < PagesToCheckpoint)
        {
            return;
        }

        try
        {
            // A log that a reader still needs part of is tried again after the next group.
            (long pages, long moved) = writer.Rows(row => (row.GetInt64(1), row.GetInt64(2)), "PRAGMA wal_checkpoint(PASSIVE)")[0];
            pagesInLog = moved >= pages ? 0 : pages;
        }
        catch (SqliteException fault)
        {
            // A disk that is full takes the log back into the file later; the log itself then has no room either.
            failed = fault.SqliteErrorCode != DiskFull;
        }
    }

    /// <summary>Moves everything from the write-ahead log into the file, where secure_delete has overwritten it, and empties the log.</summary>
    private bool TryTruncateLog()
    {
        try
        {
            // 0: done; 1: a reader held the log for longer than busy_timeout.
            return writer.Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        }
        catch (SqliteException fault)
        {
            failed |= fault.SqliteErrorCode is InputOutputError or Corrupt;
            return false;
        }
    }

    private interface IWork
    {
        bool Shreds { get; }

        void Run(StoreConnection connection);

        void Complete();

        void Fail(StoreUnavailableException fault);
    }

    private sealed class Work<T>(Func<StoreConnection, T> work, bool shreds) : IWork
    {
        private T? value;
        private Exception? refused;

        public bool Shreds => shreds;

        public TaskCompletionSource<T> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run(StoreConnection connection)
        {
            connection.Execute("SAVEPOINT item");
            try
            {
                value = work(connection);
                connection.Execute("RELEASE item");
            }
            catch (Exception fault) when (fault is not SqliteException { SqliteErrorCode: InputOutputError or Corrupt or DiskFull })
            {
                // A broken rule of one piece of work (a duplicate key, say) undoes that piece alone. Input/output errors (10),
                // corruption (11) and a full disk (13) concern the whole transaction and are not caught here.
                refused = fault;
                connection.Execute("ROLLBACK TO item");
                connection.Execute("RELEASE item");
            }
        }

        public void Complete()
        {
            if (refused is null)
            {
                Completion.SetResult(value!);
            }
            else
            {
                Completion.SetException(refused);
            }
        }

        public void Fail(StoreUnavailableException fault) => Completion.SetException(fault);
    }
}
