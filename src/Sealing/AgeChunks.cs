using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>A plaintext cut into chunks of 64 KiB, in buffers that are hardly larger than what there is to read.</summary>
/// <remarks>The buffers are pinned and zeroed (<see cref="SecretBuffer"/>), so they are not rented: a shared pool's arrays move, and leave copies.</remarks>
internal sealed class AgeChunks(Stream plaintext) : IDisposable
{
    internal const int ChunkSize = 64 * 1024;

    private const int SmallestSize = 4 * 1024;

    private SecretBuffer current = new(FirstSize(plaintext));
    private SecretBuffer next = SecretBuffer.Empty;
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
        chunk = current.Span[..length];
        final = following == 0;
        return true;
    }

    public void Dispose()
    {
        current.Dispose();
        next.Dispose();
    }

    // One byte of room more than what the stream says it has: the read that finds the end needs no larger buffer.
    private static int FirstSize(Stream plaintext) =>
        plaintext.CanSeek ? (int)Math.Clamp(plaintext.Length - plaintext.Position, 0, ChunkSize - 1) + 1 : SmallestSize;

    private int Advance(int length)
    {
        (current, next) = (next, current);
        return length;
    }

    // The buffer grows while there is more: a stream need not say its length, and a file may grow after it did.
    private int ReadFirst()
    {
        var length = 0;
        while (true)
        {
            var room = current.Span[length..];
            length += plaintext.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
            if (length < current.Span.Length || length == ChunkSize)
            {
                return length;
            }

            var larger = new SecretBuffer(Math.Clamp(2 * length, SmallestSize, ChunkSize));
            current.Span.CopyTo(larger.Span);
            current.Dispose();
            current = larger;
        }
    }

    private int ReadNext()
    {
        if (next.Span.IsEmpty)
        {
            next = new SecretBuffer(ChunkSize);
        }

        return plaintext.ReadAtLeast(next.Span, ChunkSize, throwOnEndOfStream: false);
    }
}
