using System.Globalization;
using Broker.Silo.Doctor;
using Broker.Silo.Storage;

namespace Broker.Silo.Backup;

/// <summary>The verbs <c>backup</c>, <c>gone</c> and <c>restore</c>: what they do, and the line that they answer.</summary>
internal static class BackupVerbs
{
    public static string Backup(SiloOptions options, string file, DateTimeOffset now)
    {
        CheckTarget(options, file);
        BackupManifest manifest;
        using (BackupSource source = BackupSource.Open(options))
        {
            manifest = BackupWriter.Write(file, source, options.Origin, DateOnly.FromDateTime(now.UtcDateTime));
        }

        new BackupMark(now, manifest.Log.Size).Write(options.DataFolder);
        return string.Create(CultureInfo.InvariantCulture, $"backup written: {file}\nlog {manifest.Log.Size} {manifest.Log.Root}\nno key is in it: keep the files `vault` and `key-ring` apart from it");
    }

    public static string Gone(SiloOptions options, string file)
    {
        CheckTarget(options, file);
        if (Path.Exists(file))
        {
            throw new BackupException("a file of that name is there already; nothing was written: name another");
        }

        using BackupSource source = BackupSource.Open(options);
        DurableFile.Write(file, GoneList.Of(source, options.Origin).Format());
        return $"list written: {file}";
    }

    public static string Restore(SiloOptions options, string file, string gone, DateTimeOffset now)
    {
        using BackupFile backup = BackupFile.Open(file);
        if (!string.Equals(backup.Manifest.Origin, options.Origin, StringComparison.Ordinal))
        {
            throw new BackupException("the backup is of another broker than `Silo:Origin` names; nothing was changed");
        }

        CheckOwner(options.DataFolder);
        var plan = new RestorePlan(backup, gone.Length == 0 ? null : ReadGone(gone, options.Origin), now);
        if (options.Postgres.Length > 0)
        {
            PostgresRestore.Run(plan, options.Postgres);
        }
        else
        {
            SqliteRestore.Run(plan, options.DataFolder);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"restored: the store of {backup.Manifest.Day:yyyy-MM-dd}\nlog {backup.Manifest.Log.Size} {backup.Manifest.Log.Root}\nput `vault` and `key-ring` of the custodians' medium into the data folder, then start the silo")
            + (plan.Gone is null ? "\nno list of gone records was given: what was withdrawn after the backup opens again until it is withdrawn again" : "");
    }

    private static GoneList ReadGone(string path, string origin)
    {
        try
        {
            if (new FileInfo(path).Length <= GoneList.LargestFile && GoneList.TryParse(File.ReadAllBytes(path), out GoneList? list) && string.Equals(list!.Origin, origin, StringComparison.Ordinal))
            {
                return list;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BackupException("the list of gone records can't be read; nothing was changed", fault);
        }

        throw new BackupException("the list of gone records is damaged or of another broker; nothing was changed");
    }

    /// <summary>A backup beside what it is of is lost with it, and files of another user's would stop the silo.</summary>
    private static void CheckTarget(SiloOptions options, string file)
    {
        string data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataFolder));
        if (!Directory.Exists(data))
        {
            throw new BackupException("the data folder is not there: check `Silo:DataFolder`");
        }

        if (file.StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new BackupException("the backup would lie in the data folder and be lost with it; nothing was written: name another folder");
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new BackupException("the folder of the backup is not there; nothing was written: make it first");
        }

        CheckOwner(data);
    }

    private static void CheckOwner(string data)
    {
        if (FileFacts.Of(data) is { } facts && facts.Owner != FileFacts.CurrentUser)
        {
            throw new BackupException("another user owns the data folder; nothing was done: run this as the silo's user");
        }
    }
}
