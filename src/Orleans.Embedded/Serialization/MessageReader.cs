using System.Buffers.Binary;
using System.Text;

namespace Orleans.Serialization;

/// <summary>Reads what <see cref="MessageWriter"/> wrote and refuses everything else.</summary>
internal sealed class MessageReader(ReadOnlyMemory<byte> bytes)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private int _depth;

    public int Position { get; private set; }

    public int Remaining => bytes.Length - Position;

    public void Enter()
    {
        if (++_depth > MessageLimits.MaxDepth)
        {
            throw new MessageFormatException("too deep");
        }
    }

    public void Leave() => _depth--;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw new MessageFormatException("truncated");
        }

        var span = bytes.Span.Slice(Position, count);
        Position += count;
        return span;
    }

    public byte ReadByte() => Take(1)[0];

    public bool ReadBoolean() => ReadByte() switch
    {
        0 => false,
        1 => true,
        _ => throw new MessageFormatException("not a boolean"),
    };

    public ulong ReadUnsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = ReadByte();
            if ((shift == 63 && part > 1) || (shift > 0 && part == 0))
            {
                throw new MessageFormatException("integer not canonical");
            }

            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new MessageFormatException("integer too long");
    }

    public long ReadSigned()
    {
        var raw = ReadUnsigned();
        return unchecked((long)(raw >> 1) ^ -(long)(raw & 1));
    }

    public ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>
    /// A length or count, minus one; -1 for null. INVARIANT: an element takes at least one byte, so that a count above the
    /// bytes that are left is refused before anything is allocated for it.
    /// </summary>
    public int ReadCount()
    {
        var raw = ReadUnsigned();
        if (raw > (ulong)Remaining + 1)
        {
            throw new MessageFormatException("count beyond the end");
        }

        return (int)raw - 1;
    }

    public string? ReadString()
    {
        var count = ReadCount();
        if (count < 0)
        {
            return null;
        }

        try
        {
            return StrictUtf8.GetString(Take(count));
        }
        catch (DecoderFallbackException)
        {
            throw new MessageFormatException("not UTF-8");
        }
    }

    public string ReadRequiredString() => ReadString() ?? throw new MessageFormatException("text missing");

    public ReadOnlyMemory<byte> TakeRest()
    {
        var rest = bytes[Position..];
        Position = bytes.Length;
        return rest;
    }

    public void ExpectEnd()
    {
        if (Remaining != 0)
        {
            throw new MessageFormatException("trailing bytes");
        }
    }
}
