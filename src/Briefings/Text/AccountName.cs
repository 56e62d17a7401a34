using System.Globalization;
using System.Text;

namespace Broker.Briefings;

/// <summary>The 64-bit pseudonymous id of an account in texts: 16 lower-case hexadecimal digits.</summary>
/// <param name="Value">The 8 bytes, big-endian.</param>
public readonly record struct AccountName(ulong Value)
{
    /// <summary>Reads 16 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out AccountName name)
    {
        Span<byte> bytes = stackalloc byte[8];
        bool ok = Ascii.TryHex(hex, bytes);
        name = ok ? new AccountName(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes)) : default;
        return ok;
    }

    /// <summary>Reads the text that the caller already vouches for.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static AccountName Parse(string hex)
        => TryParse(Encoding.UTF8.GetBytes(hex), out AccountName name) ? name : throw new FormatException("an account name is 16 lower-case hexadecimal digits");

    /// <summary>16 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
