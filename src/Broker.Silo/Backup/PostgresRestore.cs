using System.Buffers.Binary;
using System.Security.Cryptography;
using Broker.Silo.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Broker.Silo.Backup;

/// <summary>Restores into an empty database, in one transaction.</summary>
internal static class PostgresRestore
{
    /// <param name="plan">What is restored.</param>
    /// <param name="settings">The connection string.</param>
    /// <param name="beforeCommit">Called when all but the commit is done; tests stop there.</param>
    /// <exception cref="BackupException">The database is not empty, or does not answer; nothing is in it then.</exception>
    public static void Run(RestorePlan plan, string settings, Action? beforeCommit = null)
    {
        try
        {
            using var connection = new NpgsqlConnection(PostgresStore.Settings(settings, pooled: false) + BackupSource.WithoutTimeout);
            connection.Open();
            using var store = new PostgresStoreConnection(connection);
            store.Execute("SET synchronous_commit = on");
            store.Execute("BEGIN");
            try
            {
                CheckAlone(store);
                Make(plan, store);
                beforeCommit?.Invoke();
                store.Execute("COMMIT");
            }
            catch
            {
                // So that the lock is free when this returns, and not when the server notices that the connection is gone.
                TryRollBack(store);
                throw;
            }
        }
        catch (Exception fault) when (PostgresStore.IsOfServer(fault))
        {
            throw new BackupException("the database does not answer; it holds nothing of the backup unless the answer to the commit alone was lost: look whether it is empty, and restore again if it is", fault);
        }
    }

    private static void TryRollBack(PostgresStoreConnection store)
    {
        try
        {
            store.Execute("ROLLBACK");
        }
        catch (Exception fault) when (PostgresStore.IsOfServer(fault) || fault is InvalidOperationException)
        {
            // The connection is broken: the server undoes the transaction by itself.
        }
    }

    private static void CheckAlone(PostgresStoreConnection store)
    {
        if (store.Number("SELECT pg_try_advisory_xact_lock($1)", PostgresWriter.LockKey) != 1)
        {
            throw new BackupException("a silo writes to this database; nothing was changed: stop it first");
        }

        if (store.Number("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')") > 0)
        {
            throw new BackupException("the database is not empty; nothing was changed: name an empty one");
        }
    }

    private static void Make(RestorePlan plan, PostgresStoreConnection store)
    {
        store.Execute(PostgresSchema.LayoutTable);
        store.Execute(PostgresSchema.Tables);
        foreach (BackupTable table in BackupTables.Stored)
        {
            Copy(store.Inner, table, plan.Backup.Rows(table));
        }

        // The rows brought their ids, and the server has counted none of them.
        foreach (BackupTable table in BackupTables.Stored.Where(table => table.HasId))
        {
            store.Execute($"SELECT setval('\"{table.Name}_id_seq\"', max(id)) FROM \"{table.Name}\" HAVING max(id) IS NOT NULL");
        }

        foreach (object?[] row in plan.Backup.Rows(BackupTables.Sequences))
        {
            string counted = BackupTables.Of((string)row[0]!).Counted ?? throw BackupException.Of(BackupFault.Row);
            if (row[1] is > 0L)
            {
                store.Execute($"SELECT setval('\"{row[0]}_{counted}_seq\"', greatest($1, (SELECT max({counted}) FROM \"{row[0]}\")))", row[1]);
            }
        }

        plan.Gone?.Apply(store);
        new RestoredStore(plan.Now, plan.Backup.Manifest.Log.Size).Write(store);
        // After the rows, whose generations are their own: the triggers.
        PostgresSchema.Make(store);
        store.Execute("UPDATE writer SET epoch = $1", NextEpoch(plan.Backup.Manifest.WriterEpoch));
    }

    private static void Copy(NpgsqlConnection connection, BackupTable table, IEnumerable<object?[]> rows)
    {
        using NpgsqlBinaryImporter import = connection.BeginBinaryImport(table.Copy);
        foreach (object?[] row in rows)
        {
            import.StartRow();
            foreach (object? value in row)
            {
                switch (value)
                {
                    case long number:
                        import.Write(number, NpgsqlDbType.Bigint);
                        break;
                    case string text:
                        import.Write(text, NpgsqlDbType.Text);
                        break;
                    case byte[] bytes:
                        import.Write(bytes, NpgsqlDbType.Bytea);
                        break;
                    default:
                        import.WriteNull();
                        break;
                }
            }
        }

        import.Complete();
    }

    /// <summary>
    /// Above the backup's, by a number that nobody drew before: a silo of before the restore, which may only sleep, holds an epoch near the backup's, and one of
    /// an earlier restore of the same backup another.
    /// </summary>
    private static long NextEpoch(long before) =>
        checked(before + 1 + (BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(long))) & (BackupManifest.EpochsAbove - 1)));
}
