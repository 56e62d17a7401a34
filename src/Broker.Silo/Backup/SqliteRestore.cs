using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Broker.Silo.Backup;

/// <summary>Restores into an empty data folder: a database beside its place, made durable, and renamed last.</summary>
internal static class SqliteRestore
{
    /// <summary>The database while it is made; a silo does not know the name.</summary>
    public const string Unfinished = "broker.db.restoring";

    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Database = "broker.db";
    private const string Lock = Database + ".lock";

    /// <param name="plan">What is restored.</param>
    /// <param name="folder">The data folder; made when it is not there.</param>
    /// <param name="beforeStep">Called before each change of the folder; tests stop there.</param>
    /// <exception cref="BackupException">The folder is not empty, or what is restored does not fit together; nothing is in it then.</exception>
    public static void Run(RestorePlan plan, string folder, Action? beforeStep = null)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder, OwnerAlone);
        if (HasFiles(folder))
        {
            throw NotEmpty();
        }

        File.SetUnixFileMode(folder, OwnerAlone);
        DurableFile.SyncFolder(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))!);
        using FileStream held = FolderLock.Take(Path.Combine(folder, Lock));
        if (HasFiles(folder))
        {
            throw NotEmpty();
        }

        string unfinished = Path.Combine(folder, Unfinished);
        try
        {
            beforeStep?.Invoke();
            Make(plan, unfinished);
            beforeStep?.Invoke();
            using (var file = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                DurableFile.Sync(file);
            }

            beforeStep?.Invoke();
            DurableFile.Rename(unfinished, Path.Combine(folder, Database));
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    // A restore that was interrupted left the database that it was making: that goes.
    private static bool HasFiles(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Any(name => name is not (Lock or Unfinished or Unfinished + "-journal"));

    private static BackupException NotEmpty() => new("the data folder is not empty; nothing was changed: name an empty one, and put the vault's files in it afterwards");

    private static void Make(RestorePlan plan, string path)
    {
        File.Delete(path);
        File.Delete(path + "-journal");
        new FileStream(path, FolderLock.OwnerOnly(FileShare.None)).Dispose();
        Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var store = new SqliteStoreConnection(connection);
        // Nobody reads this file before it is whole and synced.
        store.Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON; PRAGMA cache_size=-65536;");
        store.Execute(Schema.Tables);
        store.Execute("BEGIN");
        foreach (BackupTable table in BackupTables.Stored)
        {
            string insert = table.Insert;
            foreach (object?[] row in plan.Backup.Rows(table))
            {
                store.Execute(insert, row);
            }
        }

        foreach (object?[] row in plan.Backup.Rows(BackupTables.Sequences))
        {
            store.Execute("INSERT INTO sqlite_sequence (name, seq) SELECT $1, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = $1)", row[0]);
            store.Execute("UPDATE sqlite_sequence SET seq = max(seq, $2) WHERE name = $1", row);
        }

        plan.Gone?.Apply(store);
        new RestoredStore(plan.Now, plan.Backup.Manifest.Log.Size).Write(store);
        store.Execute("COMMIT");
        // After the rows, whose generations are their own: the triggers.
        Schema.Ensure(store);
    }
}
