using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>A plaintext cut into chunks of 64 KiB, in buffers that are hardly larger than what there is to read.</summary>
internal sealed class AgeChunks(Stream plaintext) : IDisposable
{
    internal const int ChunkSize = SecretPool.Large;

    private byte[] current = SecretPool.Rent(FirstSize(plaintext));
    private byte[]? next;
    private int? following;

    /// <summary>Gives the next chunk, valid until the next call; only the last one may be shorter. False after that.</summary>
    internal bool TryRead(out ReadOnlySpan<byte> chunk, out bool final)
    {
        chunk = default;
        final = true;
        if (following == 0)
        {
            return false;
        }

        var length = following is { } read ? Advance(read) : ReadFirst();

        // Whether a chunk is the last one is known only after the next was asked for.
        following = length == ChunkSize ? ReadNext() : 0;
        chunk = current.AsSpan(0, length);
        final = following == 0;
        return true;
    }

    /// <summary>Zeroes the buffers and gives them back; again it does nothing.</summary>
    public void Dispose()
    {
        if (current.Length > 0)
        {
            SecretPool.Return(current);
            current = [];
        }

        if (next is { } used)
        {
            SecretPool.Return(used);
            next = null;
        }
    }

    // One byte of room more than what the stream says it has: the read that finds the end needs no larger buffer.
    private static int FirstSize(Stream plaintext) =>
        plaintext.CanSeek ? (int)Math.Clamp(plaintext.Length - plaintext.Position, 0, ChunkSize - 1) + 1 : SecretPool.Small;

    private int Advance(int length)
    {
        (current, next) = (next!, current);
        return length;
    }

    // The buffer grows while there is more: a stream need not say its length, and a file may grow after it did.
    private int ReadFirst()
    {
        var length = plaintext.ReadAtLeast(current, current.Length, throwOnEndOfStream: false);
        if (length < current.Length || length == ChunkSize)
        {
            return length;
        }

        var larger = SecretPool.Rent(ChunkSize);
        current.CopyTo(larger, 0);
        SecretPool.Return(current);
        current = larger;
        return length + plaintext.ReadAtLeast(current.AsSpan(length), ChunkSize - length, throwOnEndOfStream: false);
    }

    private int ReadNext()
    {
        next ??= SecretPool.Rent(ChunkSize);
        return plaintext.ReadAtLeast(next, ChunkSize, throwOnEndOfStream: false);
    }
}
