using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>The files of a mirrored log.</summary>
internal static class LogDirectory
{
    /// <summary>A file of the log, or null when it is absent or longer than any file of a log.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    internal static byte[]? Read(string directory, string path) =>
        ReadLimited(Path.Combine(directory, path), EntryBundle.MaxBundleLength);

    /// <summary>A whole file, or null when it is absent or longer than the limit.</summary>
    internal static byte[]? ReadLimited(string file, int limit)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        // Read up to one byte past the limit: the length of a pipe or of a growing file says nothing.
        var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            content.Write(buffer, 0, read);
            if (content.Length > limit)
            {
                return null;
            }
        }

        return content.ToArray();
    }
}
