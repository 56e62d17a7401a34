namespace Broker.Cli;

/// <summary>Reads a file of sharing policies, or of tests beside one, for their readers.</summary>
internal static class PolicyFile
{
    // One byte more than the reader takes: it then says itself, with a line, that the file is too large, and no more of it is held.
    private const int Most = (1024 * 1024) + 1;

    /// <summary>The file's bytes, or of a larger one the first that make it too large.</summary>
    /// <exception cref="CommandFailure">There is no such file.</exception>
    public static byte[] Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CommandFailure($"no file `{path}`");
        }

        using var file = File.OpenRead(path);
        var bytes = new byte[Most];
        var read = file.ReadAtLeast(bytes, Most, throwOnEndOfStream: false);
        return bytes[..read];
    }
}
