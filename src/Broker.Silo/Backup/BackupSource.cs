using System.Data.Common;
using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Broker.Silo.Backup;

/// <summary>One state of a store, read while a silo writes to it. Neither waits for the other.</summary>
/// <remarks>
/// SQLite: a read transaction of a connection of its own; the write-ahead log grows meanwhile. PostgreSQL: one transaction with REPEATABLE READ.
/// INVARIANT: every row is of the state at the moment of the opening, which has all that was acknowledged before.
/// </remarks>
internal sealed class BackupSource : IDisposable
{
    /// <summary>A statement over a whole table takes as long as it takes.</summary>
    internal const string WithoutTimeout = ";Command Timeout=0";

    private const int NoCheckpointAtTheEnd = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    private readonly DbConnection connection;
    private readonly StoreConnection store;

    private BackupSource(DbConnection connection, StoreConnection store) => (this.connection, this.store) = (connection, store);

    /// <summary>The epoch of the writer on PostgreSQL; 0 on SQLite.</summary>
    public long WriterEpoch { get; private init; }

    /// <summary>The state itself.</summary>
    public StoreConnection Store => store;

    /// <summary>The store that the settings name.</summary>
    /// <exception cref="BackupException">It can't be read; says why.</exception>
    public static BackupSource Open(SiloOptions options) => options.Postgres.Length > 0
        ? OfPostgres(options.Postgres)
        : OfSqlite(Path.Combine(options.DataFolder, "broker.db"));

    public static BackupSource OfSqlite(string path)
    {
        if (!File.Exists(path))
        {
            throw new BackupException("there is no store in the data folder: check `Silo:DataFolder`");
        }

        Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        try
        {
            connection.Open();
            // The log is the silo's to move, also where none runs.
            _ = raw.sqlite3_db_config(connection.Handle, NoCheckpointAtTheEnd, 1, out _);
            var store = new SqliteStoreConnection(connection);
            store.Execute("PRAGMA busy_timeout=10000; PRAGMA query_only=ON;");
            store.Execute("BEGIN");
            CheckLayout(store.Number("PRAGMA user_version"));
            return new BackupSource(connection, store);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static BackupSource OfPostgres(string settings)
    {
        var connection = new NpgsqlConnection(PostgresStore.Settings(settings, pooled: false) + WithoutTimeout);
        try
        {
            connection.Open();
            var store = new PostgresStoreConnection(connection);
            store.Execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            CheckLayout(store.Number("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'layout'") is null ? null : store.Number("SELECT version FROM layout"));
            return new BackupSource(connection, store) { WriterEpoch = store.Number("SELECT epoch FROM writer") ?? 0 };
        }
        catch (Exception fault)
        {
            connection.Dispose();
            throw PostgresStore.IsOfServer(fault) ? new BackupException("the database can't be opened: check that it runs and `Silo:Postgres`", fault) : fault;
        }
    }

    /// <summary>Each row of the table, in the order of its key; the array is used again for the next.</summary>
    public IEnumerable<object?[]> Rows(BackupTable table)
    {
        if (ReferenceEquals(table, BackupTables.Sequences))
        {
            foreach ((string name, long last) in Sequences())
            {
                yield return [name, last];
            }

            yield break;
        }

        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // made of the schema's names
        command.CommandText = table.Select;
#pragma warning restore CA2100
        using DbDataReader reader = command.ExecuteReader();
        object?[] values = new object?[table.Columns.Count];
        while (reader.Read())
        {
            for (int at = 0; at < values.Length; at++)
            {
                values[at] = reader.GetValue(at) is var value and not DBNull ? value : null;
            }

            yield return values;
        }
    }

    public void Dispose()
    {
        (store as IDisposable)?.Dispose();
        connection.Dispose();
    }

    private static void CheckLayout(long? version)
    {
        if (version != Schema.Version)
        {
            throw new BackupException(version is null or 0
                ? "the store has no tables: nothing was ever written to it"
                : $"the store has layout {version} and this broker writes layout {Schema.Version}: take the backup with the broker that runs on it");
        }
    }

    private IEnumerable<(string Name, long Last)> Sequences() => BackupTables.Stored
        .Where(table => table.Counted is not null)
        .Select(table => (table.Name, Last(table)))
        .OrderBy(one => one.Name, StringComparer.Ordinal);

    private long Last(BackupTable table) => store is SqliteStoreConnection
        ? store.Number("SELECT seq FROM sqlite_sequence WHERE name = $1", table.Name) ?? 0
        : store.Number($"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM \"{table.Name}_{table.Counted}_seq\"") ?? 0;
}
