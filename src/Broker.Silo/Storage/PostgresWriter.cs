using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Broker.Silo.Storage;

/// <summary>The connection to PostgreSQL that writes: the only one that may, on any machine.</summary>
/// <remarks>
/// It holds an advisory lock of the database for as long as it lives, and raises the epoch of the table <c>writer</c> when it takes it, in its own name: a number
/// of this start of the silo, so that a raise whose answer was lost is not taken for another silo's. Each transaction begins by locking that row and finding its
/// own epoch there.
/// INVARIANT: a writer whose lock went to another (its machine slept, its network broke) commits nothing more: the epoch is another's.
/// INVARIANT: a transaction whose commit got no answer is settled before a connection that was opened anew writes: the server lets the lock go only after
/// the end of the connection that held it. Nothing of such a group was acknowledged; it may be kept or not, which is read from the database.
/// </remarks>
internal sealed class PostgresWriter : IGroupWriter, IDisposable
{
    /// <summary>The advisory lock of whoever writes; "broker" in ASCII.</summary>
    internal const long LockKey = 0x62726f6b6572;
    private const int SecondsToTakeOver = 10;
    private const int HolderDigits = 32;
    private static readonly TimeSpan PauseOfStart = TimeSpan.FromMilliseconds(200);

    // The lock of a silo whose machine or network is gone ends once the server notices: after 25 seconds, not hours. A socket of the same machine needs none of it.
    private const string NoticeLostSilo =
        "SELECT set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false), "
        + "set_config('tcp_user_timeout', '25000', false)";

    private readonly NpgsqlDataSource source;
    private readonly bool isDevelopment;
    private readonly Action forget;
    private PostgresStoreConnection? connection;
    private readonly string holder = RandomNumberGenerator.GetHexString(HolderDigits, lowercase: true);
    private long? epoch; // null before the first connection
    private bool isFenced;

    /// <summary>
    /// Waits for the database: for a server that is starting as long as <paramref name="patience"/> says; then, as a standby, until its writer is gone,
    /// otherwise for as long as a writer that was killed needs to end.
    /// </summary>
    public PostgresWriter(NpgsqlDataSource source, bool isStandby, bool isDevelopment, TimeSpan patience, Action forget)
    {
        this.source = source;
        this.isDevelopment = isDevelopment;
        this.forget = forget;
        connection = OpenFirst(isStandby ? 0 : SecondsToTakeOver, patience);
    }

    public StoreConnection Begin(out bool reopened)
    {
        reopened = connection is null;
        if (connection is { } open)
        {
            try
            {
                BeginOn(open);
                return open;
            }
            catch (Exception fault) when (ConcernsGroup(fault) && !isFenced)
            {
                // The server ended since the last group: nothing of this one ran yet, so it is begun anew.
                Close();
                reopened = true;
            }
        }

        connection = Open(SecondsToTakeOver);
        BeginOn(connection);
        return connection;
    }

    private void BeginOn(PostgresStoreConnection open)
    {
        using var batch = new NpgsqlBatch(open.Inner);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT epoch FROM writer FOR UPDATE"));
        if (batch.ExecuteScalar() is not long now || now != epoch)
        {
            throw Fenced();
        }

        open.HasRefused = false;
    }

    public void Mark() => Run("SAVEPOINT item");

    public void Keep() => Run("RELEASE SAVEPOINT item");

    public void Undo()
    {
        using var batch = new NpgsqlBatch(connection!.Inner);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("ROLLBACK TO SAVEPOINT item"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("RELEASE SAVEPOINT item"));
        batch.ExecuteNonQuery();
        connection.HasRefused = false;
    }

    /// <remarks>A transaction in which a statement failed is undone by the server, whose answer to COMMIT is then a ROLLBACK and no error.</remarks>
    public void Commit()
    {
        if (connection!.HasRefused)
        {
            throw new NpgsqlException("a statement of the transaction was refused, and the refusal was passed over");
        }

        Run("COMMIT");
    }

    public void RollBack() => Run("ROLLBACK");

    // A broken rule (23) and a value that does not fit (22) are of one statement; all else is of the server, the connection or a mistake.
    public bool ConcernsGroup(Exception fault) => fault switch
    {
        PostgresException answer => !IsOfOneStatement(answer),
        NpgsqlException or IOException or SocketException => true,
        _ => connection is not { Inner.FullState: System.Data.ConnectionState.Open },
    };

    public (StoreUnavailableException Told, bool Stops) Failed(Exception fault)
    {
        // The connection goes with the group, and its lock, whatever state it is in: the next group opens one. Of one that is broken the driver says so in its own
        // way, too.
        bool isBroken = connection is { Inner.FullState: not System.Data.ConnectionState.Open };
        Close();
        return fault switch
        {
            StoreUnavailableException known => (known, isFenced),
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => (new StoreUnavailableException("the disk is full; nothing was kept", fault) { IsFull = true }, false),
            NpgsqlException or IOException or SocketException => (NotConfirmed(fault), false),
            InvalidOperationException when isBroken => (NotConfirmed(fault), false),
            _ => (new StoreUnavailableException("the store could not make a write durable", fault), true),
        };
    }

    private static StoreUnavailableException NotConfirmed(Exception fault) => new("the database did not confirm a write", fault) { IsAway = true };

    public bool TryForget(out bool stops)
    {
        stops = false;
        forget();
        return true;
    }

    public bool TidyUp() => false;

    public void Dispose() => Close();

    private static bool IsOfOneStatement(PostgresException answer) =>
        answer.SqlState.StartsWith("23", StringComparison.Ordinal) || answer.SqlState.StartsWith("22", StringComparison.Ordinal);

    /// <summary>A machine's start brings silo and server up at once, and a standby may wait for days, in which its server is restarted.</summary>
    private PostgresStoreConnection OpenFirst(int seconds, TimeSpan patience)
    {
        using var pause = new ManualResetEventSlim(); // never set
        long since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return Open(seconds, () => since = 0);
            }
            catch (Exception fault) when (IsStarting(fault))
            {
                since = since == 0 ? Stopwatch.GetTimestamp() : since;
                if (Stopwatch.GetElapsedTime(since) >= patience)
                {
                    throw;
                }
            }

            pause.Wait(PauseOfStart);
        }
    }

    // 57P: it is starting, stopping or was ended; without an answer, nobody listens or the connection broke.
    private static bool IsStarting(Exception fault) => fault is PostgresException answer
        ? answer.SqlState.StartsWith("57P", StringComparison.Ordinal)
        : fault is NpgsqlException or IOException or SocketException;

    private PostgresStoreConnection Open(int seconds, Action? reached = null)
    {
        var opened = new PostgresStoreConnection(source.OpenConnection());
        reached?.Invoke();
        try
        {
            CheckDurable(opened);
            opened.Execute(NoticeLostSilo);
            CheckNotFenced(opened);
            TakeLock(opened, seconds);
            PostgresSchema.Ensure(opened);
            if (epoch is not null && !IsMine(opened))
            {
                // Another silo wrote in between: what this one keeps in memory is of another time.
                throw Fenced();
            }

            epoch = opened.Number("UPDATE writer SET epoch = epoch + 1, holder = $1 RETURNING epoch", holder) ?? throw new Vault.DamagedStoreException();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private StoreUnavailableException Fenced()
    {
        isFenced = true;
        return new StoreUnavailableException("another silo writes to this database now; this one writes nothing until a restart");
    }

    /// <summary>A writer whose place another one took, and keeps, learns it here: it never gets the lock.</summary>
    private void CheckNotFenced(PostgresStoreConnection opened)
    {
        if (epoch is not null && !IsMine(opened))
        {
            throw Fenced();
        }
    }

    private bool IsMine(PostgresStoreConnection opened) => string.Equals(opened.Text("SELECT holder FROM writer"), holder, StringComparison.Ordinal);

    private void TakeLock(PostgresStoreConnection opened, int seconds)
    {
        opened.Execute(string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = '{seconds}s'"));
        using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", opened.Inner) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
        try
        {
            command.ExecuteNonQuery();
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            if (epoch is not null)
            {
                // This silo had it. Another took over; or the server did not notice yet that the connection which held it is gone.
                throw IsMine(opened) ? new StoreUnavailableException("the database has not let go of a lost connection yet", fault) { IsAway = true } : Fenced();
            }

            throw new StoreUnavailableException(
                "another silo writes to this database; nothing was changed: stop it first, or start this one with `Silo:Standby` set to true, and it waits for the other's end", fault);
        }

        opened.Execute("SET lock_timeout = 0");
    }

    /// <summary>A server that acknowledges what it has not synced would make every receipt a promise that a power cut breaks.</summary>
    private void CheckDurable(PostgresStoreConnection opened)
    {
        foreach (string setting in isDevelopment ? new[] { "synchronous_commit" } : ["synchronous_commit", "fsync", "full_page_writes"])
        {
            if (string.Equals(opened.Text("SELECT current_setting($1)", setting), "off", StringComparison.Ordinal))
            {
                throw new StoreUnavailableException($"the database has `{setting}` off, so that it could lose what it confirmed; nothing was changed: switch it on");
            }
        }
    }

    private void Run(string sql) => connection!.Execute(sql);

    private void Close()
    {
        try
        {
            connection?.Dispose();
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or SocketException)
        {
            // It is gone already.
        }

        connection = null;
    }
}
