using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Broker.Silo.Storage;

/// <summary>The connection of the embedded store that writes.</summary>
/// <remarks>
/// A failed commit, sync or checkpoint stops it until a restart. A full disk is no such failure. SQLite reports it (13) only for a write that the file system
/// took no byte of, or not all; a sync that fails is an input/output error (10), whatever the reason. So the group's commit mark is not whole on the disk, all
/// earlier groups are as durable as before, and what was written of this one lies behind the log's last commit, where nobody reads it and the next group writes
/// over it. The group is rolled back, its callers are told, and writing goes on when there is room.
/// </remarks>
internal sealed class SqliteWriter(SqliteStoreConnection connection) : IGroupWriter
{
    // SQLite's own checkpoint after a commit passes over a sync that failed, so the writer makes it itself, after twelve times the pages that SQLite would
    // wait for (48 MB): a page that many commits change is then moved once.
    private const int PagesToCheckpoint = 12_000;
    private const int PageBytes = 4096;

    private const int Busy = 5;
    private const int InputOutputError = 10;
    private const int Corrupt = 11;
    private const int DiskFull = 13;
    private const int PagesWritten = 9; // SQLITE_DBSTATUS_CACHE_WRITE

    private const int PatienceWithReaders = 1000; // milliseconds, as the others
    private const int PatienceWithABackup = 50;
    private const int Patience = 10_000;

    private bool isHeldUp; // a reader kept the log from being emptied for longer than any reader but a backup does
    // Since the log was last moved into the file whole; what a kill left of one counts, or a silo that is killed again and again would never move it.
    private long pagesInLog = PagesLeftIn(connection.Inner.DataSource + "-wal");

    public StoreConnection Begin(out bool reopened)
    {
        reopened = false;
        connection.Execute("BEGIN IMMEDIATE");
        return connection;
    }

    public void Mark() => connection.Execute("SAVEPOINT item");

    public void Keep() => connection.Execute("RELEASE item");

    public void Undo()
    {
        connection.Execute("ROLLBACK TO item");
        connection.Execute("RELEASE item");
    }

    public void Commit() => connection.Execute("COMMIT");

    public void RollBack() => connection.Execute("ROLLBACK");

    public bool ConcernsGroup(Exception fault) => fault is SqliteException { SqliteErrorCode: InputOutputError or Corrupt or DiskFull };

    public (StoreUnavailableException Told, bool Stops) Failed(Exception fault)
    {
        if (fault is SqliteException { SqliteErrorCode: DiskFull } && TryRollBack())
        {
            return (new StoreUnavailableException("the disk is full; nothing was kept", fault) { IsFull = true }, false);
        }

        if (fault is SqliteException { SqliteErrorCode: Busy } && TryRollBack())
        {
            // Another program, an operator's say, has held the file for longer than is waited for: no transaction began, or it is undone.
            return (new StoreUnavailableException("another program holds the database; nothing was kept", fault) { IsBusy = true }, false);
        }

        return (fault as StoreUnavailableException ?? new StoreUnavailableException("the store could not make a write durable", fault), true);
    }

    /// <summary>Moves everything from the write-ahead log into the file, where secure_delete has overwritten it, and empties the log.</summary>
    public bool TryForget(out bool stops)
    {
        stops = false;
        try
        {
            // A backup reads for long. It is waited for once, not by each group: others wait behind this one.
            connection.Execute($"PRAGMA busy_timeout={(isHeldUp ? PatienceWithABackup : PatienceWithReaders)}");
            // 0: done; 1: a reader held the log for longer than that.
            isHeldUp = connection.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
            return !isHeldUp;
        }
        catch (SqliteException fault)
        {
            stops = fault.SqliteErrorCode is InputOutputError or Corrupt;
            return false;
        }
        finally
        {
            _ = raw.sqlite3_busy_timeout(connection.Inner.Handle, Patience);
        }
    }

    /// <summary>Moves the write-ahead log into the file once it has grown. A failure is no caller's: what is in the log is durable; but no later group is written.</summary>
    public bool TidyUp()
    {
        _ = raw.sqlite3_db_status(connection.Inner.Handle, PagesWritten, out int written, out _, 1);
        pagesInLog += written;
        if (pagesInLog < PagesToCheckpoint)
        {
            return false;
        }

        try
        {
            // A log that a reader still needs part of is tried again after the next group.
            (long pages, long moved) = connection.Rows(row => (row.GetInt64(1), row.GetInt64(2)), "PRAGMA wal_checkpoint(PASSIVE)")[0];
            pagesInLog = moved >= pages ? 0 : pages;
            return false;
        }
        catch (SqliteException fault)
        {
            // A disk that is full takes the log back into the file later; the log itself then has no room either.
            return fault.SqliteErrorCode != DiskFull;
        }
    }

    private static long PagesLeftIn(string log) => new FileInfo(log) is { Exists: true } left ? left.Length / PageBytes : 0;

    /// <summary>Undoes what a full disk left of a group; some of these errors undo it by themselves. False when even that failed.</summary>
    private bool TryRollBack()
    {
        try
        {
            if (raw.sqlite3_get_autocommit(connection.Inner.Handle) == 0)
            {
                connection.Execute("ROLLBACK");
            }

            return raw.sqlite3_get_autocommit(connection.Inner.Handle) != 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
