using System.Buffers.Binary;
using Orleans.Serialization;

namespace Orleans.Transport;

/// <summary>
/// One frame: length of what follows (4 bytes, little endian), kind (1 byte), request id (8 bytes, little endian), body.
/// </summary>
internal readonly record struct Frame(FrameKind Kind, ulong Id, ReadOnlyMemory<byte> Body)
{
    public const int LengthBytes = 4;
    public const int HeaderBytes = 1 + 8;
    public const string Protocol = "orleans-embedded/2";

    public static MessageWriter Begin(FrameKind kind, ulong id, int maxBytes)
    {
        var writer = new MessageWriter(maxBytes);
        writer.Reserve(LengthBytes).Clear();
        writer.WriteByte((byte)kind);
        writer.WriteFixed64(id);
        return writer;
    }

    public static ReadOnlyMemory<byte> End(MessageWriter writer)
    {
        writer.PatchUInt32(0, (uint)(writer.Length - LengthBytes));
        return writer.Written;
    }

    public static ReadOnlyMemory<byte> Hello(int maxBytes)
    {
        var writer = Begin(FrameKind.Hello, 0, maxBytes);
        writer.WriteString(Protocol);
        return End(writer);
    }

    public void ExpectHello()
    {
        var reader = new MessageReader(Body);
        if (Kind != FrameKind.Hello || Id != 0 || reader.ReadString() != Protocol)
        {
            throw new MessageFormatException("not a greeting of this protocol");
        }

        reader.ExpectEnd();
    }

    public static Frame Parse(ReadOnlyMemory<byte> bytes)
    {
        var kind = (FrameKind)bytes.Span[0];
        if (!Enum.IsDefined(kind))
        {
            throw new MessageFormatException("unknown kind of frame");
        }

        return new Frame(kind, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[1..]), bytes[HeaderBytes..]);
    }
}
