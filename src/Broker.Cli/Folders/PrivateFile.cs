namespace Broker.Cli;

/// <summary>Files that only their owner may read (0600) in folders that only their owner may enter (0700).</summary>
internal static class PrivateFile
{
    private const int LongestFirstLine = 256;
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
        using (FileStream stream = new(draft, Fresh()))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>How a file that only its owner may read is opened to be written anew.</summary>
    public static FileStreamOptions Fresh()
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    /// <summary>
    /// Refuses a path at which something else lies than an earlier output of its kind, whose first line ends so. An output that can be had again may take
    /// the place of the one before; a name typed wrong must not cost a key that is nowhere else.
    /// </summary>
    public static void RefuseOther(string path, ReadOnlySpan<byte> firstLineEnd)
    {
        if (Directory.Exists(path) || (File.Exists(path) && !FirstLine(path).EndsWith(firstLineEnd)))
        {
            throw new CommandFailure($"`{path}` exists already and is something else: nothing was done, choose another --out");
        }
    }

    /// <summary>Reads a file of bounded size.</summary>
    public static byte[] Read(string path, int limit)
    {
        FileInfo file = new(path);
        return !file.Exists ? throw new CommandFailure($"no file `{path}`")
            : file.Length > limit ? throw new CommandFailure($"`{path}` is larger than {limit} bytes")
            : File.ReadAllBytes(path);
    }

    // Empty when the first line is longer than those of any output.
    private static ReadOnlySpan<byte> FirstLine(string path)
    {
        var start = new byte[LongestFirstLine];
        using FileStream stream = new(path, new FileStreamOptions { BufferSize = 0 });
        var read = start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        return read[..Math.Max(0, read.IndexOf((byte)'\n'))];
    }
}
