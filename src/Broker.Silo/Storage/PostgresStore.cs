using System.Net.Sockets;
using Npgsql;

namespace Broker.Silo.Storage;

/// <summary>The store on PostgreSQL: one writer of all silos, group commit (<see cref="WriterLoop"/>, <see cref="PostgresWriter"/>).</summary>
/// <remarks>
/// What a commit got no answer to is told to its callers as failed, and may be kept. The server's end is survived: the next group opens the connection
/// anew. A deleted secret stays in dead rows until they are vacuumed, which begins at once, and in the server's own log until that is recycled.
/// </remarks>
internal sealed class PostgresStore : IStore
{
    private const int MostReaders = 16;
    private const int PreparedStatements = 256;
    private const int SecondsToConnect = 5;
    private const int KeepAliveSeconds = 10;

    // Whose rows or values are deleted for good with a record, or with a batch that was taken out of the inbox.
    private const string HoldSecrets = "data_keys, records, openings, expiries, outbox, contributions, measured, inbox";

    // Longer than a server that crashed needs to start on a sound disk, for most of what it may have to replay.
    private static readonly TimeSpan LongestStartOfServer = TimeSpan.FromSeconds(30);

    private readonly FileStream folderLock;
    private readonly NpgsqlDataSource readers;
    private readonly NpgsqlDataSource writers;
    private readonly PostgresWriter writer;
    private readonly WriterLoop loop;
    private int vacuums; // asked for and not begun: 0 or 1
    private Task vacuum = Task.CompletedTask; // replaced by the writer's thread only

    /// <summary>Opens it; a standby returns once the database is its own.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be used; says why, and never with what the connection string holds.</exception>
    public PostgresStore(string connection, string folder, bool isStandby = false, bool isDevelopment = false)
        : this(connection, folder, isStandby, isDevelopment, LongestStartOfServer)
    {
    }

    /// <summary>As the public one, with a wait of its own for a server that is starting.</summary>
    internal PostgresStore(string connection, string folder, bool isStandby, bool isDevelopment, TimeSpan patience)
    {
        folderLock = FolderLock.Take(Path.Combine(folder, "broker.lock"));
        readers = NpgsqlDataSource.Create(Settings(connection, pooled: true));

        // Not pooled: the end of this connection is the end of its lock.
        writers = NpgsqlDataSource.Create(Settings(connection, pooled: false));
        try
        {
            writer = new PostgresWriter(writers, isStandby, isDevelopment, patience, Forget);
        }
        catch (Exception fault)
        {
            readers.Dispose();
            writers.Dispose();
            folderLock.Dispose();
            if (IsOfServer(fault))
            {
                throw new StoreUnavailableException(
                    $"the database can't be opened{(fault is PostgresException answer ? $" (it answered {answer.SqlState})" : "")}; nothing was started: check that it runs and `Silo:Postgres`", fault);
            }

            throw;
        }

        loop = new WriterLoop(writer);
    }

    /// <summary>Whether the text is empty or a connection string that names a host.</summary>
    public static bool IsConnection(string text)
    {
        try
        {
            // Of several hosts one may be a copy that lags behind: what was confirmed would not be read, and the lock would be another server's.
            return text.Length == 0 || new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 } host && !host.Contains(',', StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public bool HasStopped => loop.HasStopped;

    public void Join(IGroupMember joining) => loop.Join(joining);

    public Task<T> WriteAsync<T>(Func<StoreConnection, T> work) => loop.EnqueueAsync(work, shreds: false);

    public Task<T> WriteAsync<T>(Func<StoreConnection, T> work, Action<T> durable) => loop.EnqueueAsync(work, shreds: false, durable);

    /// <summary>As <see cref="WriteAsync{T}"/>; the rows' dead copies are vacuumed soon after, and the server's log is its own.</summary>
    public Task<T> ShredAsync<T>(Func<StoreConnection, T> work, Action<T>? durable = null) => loop.EnqueueAsync(work, shreds: true, durable);

    public Task WriteAsync(Action<StoreConnection> work) => WriteAsync<bool>(connection =>
    {
        work(connection);
        return true;
    });

    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public T Read<T>(Func<StoreConnection, T> read)
    {
        try
        {
            return ReadOnce(read);
        }
        catch (Exception fault) when (IsOfServer(fault))
        {
            // Connections that were open when the server ended fail at their next use: those go, and one new one is tried.
            readers.Clear();
        }

        try
        {
            return ReadOnce(read);
        }
        catch (Exception fault) when (IsOfServer(fault))
        {
            throw new StoreUnavailableException("the database does not answer", fault) { IsAway = true };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync().ConfigureAwait(false);
        await vacuum.ConfigureAwait(false);
        writer.Dispose();
        await writers.DisposeAsync().ConfigureAwait(false);
        await readers.DisposeAsync().ConfigureAwait(false);
        await folderLock.DisposeAsync().ConfigureAwait(false);
    }

    private T ReadOnce<T>(Func<StoreConnection, T> read)
    {
        using var connection = new PostgresStoreConnection(readers.OpenConnection());
        return read(connection);
    }

    internal static string Settings(string connection, bool pooled)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            Pooling = pooled,
            MaxPoolSize = MostReaders,
            MaxAutoPrepare = PreparedStatements,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Timeout = SecondsToConnect,
            Enlist = false,
            IncludeErrorDetail = false, // a broken rule's detail is the row
            PersistSecurityInfo = false,
            ApplicationName = "broker",
        };
        if (settings.Host?[0] is not ('/' or '@'))
        {
            // A socket in a folder knows no such thing, and refuses it.
            (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (true, KeepAliveSeconds, KeepAliveSeconds);
        }

        return settings.ToString();
    }

    // A refused statement (22, 23, 42 and so on) is no matter of the server's state; those come with an answer. A server that ends or starts answers 57.
    internal static bool IsOfServer(Exception fault) => fault is PostgresException answer
        ? answer.SqlState.StartsWith("57P", StringComparison.Ordinal) || answer.SqlState.StartsWith("08", StringComparison.Ordinal)
            || answer.SqlState.StartsWith("28", StringComparison.Ordinal) || answer.SqlState.StartsWith("3D", StringComparison.Ordinal) || answer.SqlState.StartsWith("53", StringComparison.Ordinal)
        : fault is NpgsqlException or IOException or SocketException;

    /// <summary>On the writer's thread: has the dead rows of shredded keys vacuumed, beside the writing, once for all that are asked for meanwhile.</summary>
    private void Forget()
    {
        if (Interlocked.Exchange(ref vacuums, 1) == 0)
        {
            vacuum = vacuum.ContinueWith(_ => Vacuum(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Vacuum()
    {
        Volatile.Write(ref vacuums, 0);
        try
        {
            // Without truncation, which alone would keep writers waiting.
            using NpgsqlConnection connection = readers.OpenConnection();
            using var command = new NpgsqlCommand($"VACUUM (TRUNCATE false) {HoldSecrets}", connection) { CommandTimeout = 0 };
            command.ExecuteNonQuery();
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or SocketException)
        {
            // The next shredding tries again, and so does the server's own vacuum.
        }
    }
}
