using System.Text;
using Broker.Silo.Storage;

namespace Broker.Silo.Backup;

/// <summary>Writes a backup: whole under its name, or not at all.</summary>
internal static class BackupWriter
{
    private const int BufferSize = 1 << 17;

    /// <exception cref="BackupException">Nothing was written, and why.</exception>
    public static BackupManifest Write(string path, BackupSource source, string origin, DateOnly day)
    {
        if (Path.Exists(path))
        {
            throw new BackupException("a file of that name is there already; nothing was written: name another");
        }

        string unfinished = path + DurableFile.Unfinished;
        File.Delete(unfinished);
        try
        {
            BackupManifest manifest = WriteParts(unfinished, source, origin, day);
            File.Move(unfinished, path, overwrite: false);
            DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
            return manifest;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static BackupManifest WriteParts(string path, BackupSource source, string origin, DateOnly day)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = BufferSize,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(new byte[BackupManifest.Size]);
        var log = new BackupLog(origin);
        var parts = new List<BackupPart>();
        foreach (BackupTable table in BackupTables.All)
        {
            using var part = new PartWriter(file);
            foreach (object?[] values in source.Rows(table))
            {
                part.Write(table, values);
                log.Take(table.Name, values);
            }

            parts.Add(part.End(table.Name));
        }

        if (!log.IsSigned())
        {
            throw new BackupException("the stored log is not the one that was signed last, or `Silo:Origin` is another: no backup was written; keep the earlier backups, and see `doctor`");
        }

        var manifest = new BackupManifest(origin, day, source.WriterEpoch, log.Head, parts);
        file.Position = 0;
        file.Write(manifest.Format());
        file.Flush();
        DurableFile.Sync(file);
        return manifest;
    }
}
