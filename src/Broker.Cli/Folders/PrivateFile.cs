namespace Broker.Cli;

/// <summary>Files that only their owner may read (0600) in folders that only their owner may enter (0700).</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes a file whole or not at all; a key that exists is never overwritten.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, bool replace = true)
    {
        if (!replace && File.Exists(path))
        {
            throw new CommandFailure($"`{path}` exists already");
        }

        var draft = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (FileStream stream = new(draft, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Reads a file of bounded size.</summary>
    public static byte[] Read(string path, int limit)
    {
        FileInfo file = new(path);
        return !file.Exists ? throw new CommandFailure($"no file `{path}`")
            : file.Length > limit ? throw new CommandFailure($"`{path}` is larger than {limit} bytes")
            : File.ReadAllBytes(path);
    }
}
