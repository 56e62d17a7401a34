using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>A SHA-256 value, 32 bytes. The default value is all zeros, which is no hash of anything known.</summary>
public readonly record struct Hash32
{
    /// <summary>Bytes in a hash.</summary>
    public const int Size = 32;

    private readonly ulong first, second, third, fourth;

    /// <summary>Copies 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public Hash32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw Faults.HashLength(bytes.Length);
        }

        first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Writes the 32 bytes to the start of the span.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], second);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], fourth);
    }

    /// <summary>The 32 bytes in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    /// <summary>44 characters of standard base64, as in C2SP texts.</summary>
    public string ToBase64() => Convert.ToBase64String(ToArray());

    /// <summary>Compares as the bytes are written, first byte first.</summary>
    internal static int Compare(in Hash32 one, in Hash32 other)
    {
        var order = one.first.CompareTo(other.first);
        order = order != 0 ? order : one.second.CompareTo(other.second);
        order = order != 0 ? order : one.third.CompareTo(other.third);
        return order != 0 ? order : one.fourth.CompareTo(other.fourth);
    }

    /// <summary>Reads 64 lower-case hexadecimal digits, nothing else.</summary>
    public static bool TryParseHex([NotNullWhen(true)] string? text, out Hash32 hash)
    {
        hash = default;
        if (text is null || text.Length != 2 * Size || !text.All(char.IsAsciiHexDigitLower))
        {
            return false;
        }

        hash = new Hash32(Convert.FromHexString(text));
        return true;
    }

    /// <summary>Reads canonical standard base64 of exactly 32 bytes, nothing else.</summary>
    public static bool TryParseBase64([NotNullWhen(true)] string? text, out Hash32 hash)
    {
        hash = default;
        if (text is null || text.Length != 44 || !StrictText.TryDecodeBase64(text, out var bytes) || bytes.Length != Size)
        {
            return false;
        }

        hash = new Hash32(bytes);
        return true;
    }
}
