using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Briefings;

/// <summary>A SHA-256 digest or another 32-byte value that is written as 64 lower-case hexadecimal digits.</summary>
public readonly record struct Sha256Digest(UInt128 High, UInt128 Low)
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 32;

    /// <summary>The SHA-256 of <paramref name="content"/>.</summary>
    public static Sha256Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> bytes = stackalloc byte[Size];
        SHA256.HashData(content, bytes);
        return FromBytes(bytes);
    }

    /// <summary>Takes exactly <see cref="Size"/> bytes.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static Sha256Digest FromBytes(ReadOnlySpan<byte> bytes)
        => bytes.Length == Size
            ? new Sha256Digest(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]))
            : throw Fault.WrongLength(nameof(bytes), Size);

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out Sha256Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bool ok = Ascii.TryHex(hex, bytes);
        digest = ok ? FromBytes(bytes) : default;
        return ok;
    }

    /// <summary>Reads 64 lower-case hexadecimal digits that the caller already vouches for.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static Sha256Digest Parse(string hex)
        => TryParse(Encoding.UTF8.GetBytes(hex), out Sha256Digest digest) ? digest : throw new FormatException("a digest is 64 lower-case hexadecimal digits");

    /// <summary>Writes the 32 bytes at the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, High);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], Low);
    }

    /// <summary>Order of the bytes, which is the order of the texts.</summary>
    public int CompareTo(Sha256Digest other) => High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
        => High.ToString("x32", CultureInfo.InvariantCulture) + Low.ToString("x32", CultureInfo.InvariantCulture);
}
