using System.Security.Cryptography;

namespace Broker.Cli;

/// <summary>Bytes that must not outlive their use: pinned, so that the collector leaves no copy behind, and zeroed at the end.</summary>
internal sealed class SecretBytes(int capacity) : IDisposable
{
    private readonly byte[] bytes = GC.AllocateArray<byte>(capacity, pinned: true);
    private int length;

    public int Capacity => bytes.Length;

    /// <summary>What was written so far.</summary>
    public Span<byte> Span => bytes.AsSpan(0, length);

    /// <summary>The whole buffer as a stream to write to; set <see cref="Length"/> afterwards.</summary>
    public MemoryStream Stream() => new(bytes);

    /// <summary>How much of the buffer counts; what is cut off is zeroed.</summary>
    public int Length
    {
        get => length;
        set
        {
            CryptographicOperations.ZeroMemory(bytes.AsSpan(value));
            length = value;
        }
    }

    /// <summary>Adds bytes at the end; false when there is no room.</summary>
    public bool TryAppend(ReadOnlySpan<byte> more)
    {
        if (more.Length > bytes.Length - length)
        {
            return false;
        }

        more.CopyTo(bytes.AsSpan(length));
        length += more.Length;
        return true;
    }

    /// <summary>Reads a stream to its end; null when it holds more than the limit.</summary>
    public static SecretBytes? Read(Stream stream, int limit)
    {
        SecretBytes secret = new(limit + 1);
        secret.length = stream.ReadAtLeast(secret.bytes, secret.bytes.Length, throwOnEndOfStream: false);
        if (secret.length <= limit)
        {
            return secret;
        }

        secret.Dispose();
        return null;
    }

    /// <summary>Reads a file of bounded size.</summary>
    public static SecretBytes ReadFile(string path, int limit)
    {
        if (!File.Exists(path))
        {
            throw new CommandFailure($"no file `{path}`");
        }

        // No buffer of the stream's own: it would keep a copy.
        using FileStream stream = new(path, new FileStreamOptions { BufferSize = 0 });
        return Read(stream, limit) ?? throw new CommandFailure($"`{path}` is larger than {limit} bytes");
    }

    public void Dispose() => Length = 0;
}
