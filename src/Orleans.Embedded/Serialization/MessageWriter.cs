using System.Buffers.Binary;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Writes the compact binary form: canonical LEB128 integers, length-prefixed text and bytes, no padding.</summary>
internal sealed class MessageWriter(int maxBytes)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private byte[] _buffer = new byte[256];
    private int _depth;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void Enter()
    {
        if (++_depth > MessageLimits.MaxDepth)
        {
            throw new LimitExceededException(LimitExceededException.MessageDepth);
        }
    }

    public void Leave() => _depth--;

    public Span<byte> Reserve(int count)
    {
        if (count > maxBytes - Length)
        {
            throw new LimitExceededException(LimitExceededException.MessageSize);
        }

        if (count > _buffer.Length - Length)
        {
            var wanted = Math.Max((long)_buffer.Length * 2, (long)Length + count);
            Array.Resize(ref _buffer, (int)Math.Min(wanted, Math.Max(maxBytes, Length + count)));
        }

        var span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    public void WriteUnsigned(ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)((value & 0x7f) | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    /// <summary>Zigzag, so that small negative numbers stay short.</summary>
    public void WriteSigned(long value) => WriteUnsigned(unchecked((ulong)((value << 1) ^ (value >> 63))));

    public void WriteFixed64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);

    /// <summary>Null is 0, otherwise the length plus one and the bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteUnsigned((ulong)value.Length + 1);
        value.CopyTo(Reserve(value.Length));
    }

    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteByte(0);
            return;
        }

        var count = CountUtf8(value);
        WriteUnsigned((ulong)count + 1);
        StrictUtf8.GetBytes(value, Reserve(count));
    }

    public void PatchUInt32(int position, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(position, 4), value);

    private static int CountUtf8(string value)
    {
        try
        {
            return StrictUtf8.GetByteCount(value);
        }
        catch (EncoderFallbackException)
        {
            // The framework's message quotes the characters.
            throw new ArgumentException("a text with an unpaired surrogate cannot be sent", nameof(value));
        }
    }
}
