namespace Broker.Silo.Backup;

/// <summary>A backup that was verified from its first byte to its last.</summary>
internal sealed class BackupFile : IDisposable
{
    private const int BufferSize = 1 << 17;

    private readonly FileStream file;

    private BackupFile(FileStream file, BackupManifest manifest) => (this.file, Manifest) = (file, manifest);

    public BackupManifest Manifest { get; }

    /// <summary>Reads all of it: manifest, lengths, digests, rows and the log in them.</summary>
    /// <exception cref="BackupException">It is not a backup, or not whole; says which of the faults it is.</exception>
    public static BackupFile Open(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BackupException("the backup can't be read; nothing was changed: check its name and who may read it", fault);
        }

        try
        {
            var opened = new BackupFile(file, ReadManifest(file));
            opened.Verify();
            return opened;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a table, hashed once more as they are read.</summary>
    public IEnumerable<object?[]> Rows(BackupTable table)
    {
        (PartReader reader, long at) = Reader(table);
        using (reader)
        {
            file.Position = at;
            foreach (object?[] row in reader.Rows())
            {
                yield return row;
            }
        }
    }

    public void Dispose() => file.Dispose();

    private static BackupManifest ReadManifest(FileStream file)
    {
        byte[] head = new byte[BackupManifest.Size];
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        BackupFault fault = BackupManifest.Read(head.AsSpan(0, read), out BackupManifest? manifest);
        if (fault == BackupFault.None)
        {
            long rest = file.Length - BackupManifest.Size;
            fault = rest < manifest!.LengthOfParts ? BackupFault.Truncated : rest > manifest.LengthOfParts ? BackupFault.TrailingBytes : BackupFault.None;
        }

        return fault == BackupFault.None ? manifest! : throw BackupException.Of(fault);
    }

    // Digests first, for all parts: rows are only read of what is what was written.
    private void Verify()
    {
        foreach (BackupTable table in BackupTables.All)
        {
            (PartReader reader, long at) = Reader(table);
            using (reader)
            {
                file.Position = at;
                reader.Hash();
            }
        }

        var log = new BackupLog(Manifest.Origin);
        foreach (BackupTable table in BackupTables.All)
        {
            foreach (object?[] row in Rows(table))
            {
                log.Take(table.Name, row);
            }
        }

        if (!log.IsSigned() || log.Head != Manifest.Log)
        {
            throw BackupException.Of(BackupFault.Log);
        }
    }

    private (PartReader Reader, long At) Reader(BackupTable table)
    {
        long at = BackupManifest.Size;
        foreach (BackupPart part in Manifest.Parts)
        {
            if (string.Equals(part.Name, table.Name, StringComparison.Ordinal))
            {
                return (new PartReader(file, part, table), at);
            }

            at += part.Length;
        }

        throw new ArgumentException("no table of this layout", nameof(table));
    }
}
