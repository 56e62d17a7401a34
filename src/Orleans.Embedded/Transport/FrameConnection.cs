using System.Buffers.Binary;
using System.Net.Sockets;
using System.Threading.Channels;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Transport;

/// <summary>A socket that carries frames; one reader, and one writer that keeps the order of posting.</summary>
internal sealed class FrameConnection : IAsyncDisposable
{
    // A peer that announces a long frame makes us allocate only as its bytes arrive.
    private const int FirstAllocation = 1024 * 1024;

    // Frames that wait for the socket; further posts wait for room.
    private const int OutgoingFrames = 64;

    private readonly NetworkStream _stream;
    private readonly int _maxBytes;
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(OutgoingFrames) { SingleReader = true });
    private readonly Task _writing;

    public FrameConnection(Socket socket, int maxBytes)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _maxBytes = maxBytes;
        _writing = WriteAllAsync();
    }

    /// <summary>Completes when the frame was taken; frames go out in the order of the calls.</summary>
    /// <exception cref="SiloUnavailableException">The connection is closed.</exception>
    public async Task PostAsync(ReadOnlyMemory<byte> frame)
    {
        try
        {
            await _outgoing.Writer.WriteAsync(frame).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new SiloUnavailableException();
        }
    }

    /// <summary>The next frame; null when the peer has closed between two frames.</summary>
    /// <exception cref="MessageFormatException">The bytes are no frame.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<Frame?> ReadAsync(CancellationToken token)
    {
        var prefix = new byte[Frame.LengthBytes];
        var got = await _stream.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, token).ConfigureAwait(false);
        if (got < prefix.Length)
        {
            return got == 0 ? null : throw new MessageFormatException("truncated");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        if (length < Frame.HeaderBytes || length > (uint)_maxBytes - Frame.LengthBytes)
        {
            throw new MessageFormatException("frame length out of bounds");
        }

        return Frame.Parse(await ReadBodyAsync((int)length, token).ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        _outgoing.Writer.TryComplete();
        await _stream.DisposeAsync();
        await _writing;
    }

    /// <summary>Sends what was posted, then closes.</summary>
    public async Task FlushAndCloseAsync(TimeSpan limit, TimeProvider time)
    {
        _outgoing.Writer.TryComplete();
        await _writing.WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync();
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(int length, CancellationToken token)
    {
        var buffer = new byte[Math.Min(length, FirstAllocation)];
        var filled = 0;
        while (true)
        {
            await _stream.ReadExactlyAsync(buffer.AsMemory(filled), token).ConfigureAwait(false);
            filled = buffer.Length;
            if (filled == length)
            {
                return buffer;
            }

            Array.Resize(ref buffer, (int)Math.Min(length, filled * 2L));
        }
    }

    private async Task WriteAllAsync()
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await _stream.WriteAsync(frame).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader of this connection meets the same break and reports it.
            _outgoing.Writer.TryComplete();
        }
    }
}
