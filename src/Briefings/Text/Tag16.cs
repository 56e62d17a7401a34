using System.Buffers.Binary;
using System.Globalization;

namespace Broker.Briefings;

/// <summary>A 128-bit tag or nonce, written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">The 16 bytes, big-endian, so that numeric order is the order of the text.</param>
public readonly record struct Tag16(UInt128 Value)
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 16;

    /// <summary>Takes exactly <see cref="Size"/> bytes.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static Tag16 FromBytes(ReadOnlySpan<byte> bytes)
        => bytes.Length == Size ? new Tag16(BinaryPrimitives.ReadUInt128BigEndian(bytes)) : throw Fault.WrongLength(nameof(bytes), Size);

    /// <summary>Draws a tag from handed-in randomness.</summary>
    public static Tag16 New(RandomFill random)
    {
        Span<byte> bytes = stackalloc byte[Size];
        random(bytes);
        return FromBytes(bytes);
    }

    /// <summary>Reads 32 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out Tag16 tag)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bool ok = Ascii.TryHex(hex, bytes);
        tag = ok ? FromBytes(bytes) : default;
        return ok;
    }

    /// <summary>Writes the 16 bytes at the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>Order of the bytes, which is the order of the texts.</summary>
    public int CompareTo(Tag16 other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
