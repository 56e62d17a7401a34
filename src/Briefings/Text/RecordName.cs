using System.Text;

namespace Broker.Briefings;

/// <summary>The 128-bit name of a record as texts carry it: 26 characters of lower-case base32 (RFC 4648 alphabet, no padding).</summary>
/// <param name="Value">The 16 bytes, big-endian.</param>
public readonly record struct RecordName(UInt128 Value)
{
    /// <summary>Length of the text, in characters: 130 bits, of which the last two are zero.</summary>
    public const int TextLength = 26;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Reads the canonical text; a last character with stray bits is refused, so that a name has one spelling.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out RecordName name)
    {
        name = default;
        if (text.Length != TextLength)
        {
            return false;
        }

        UInt128 value = 0;
        for (int i = 0; i < TextLength; i++)
        {
            int digit = Alphabet.IndexOf((char)text[i], StringComparison.Ordinal);
            if (digit < 0 || (i == TextLength - 1 && (digit & 3) != 0))
            {
                return false;
            }

            value = i == TextLength - 1 ? (value << 3) | (uint)(digit >> 2) : (value << 5) | (uint)digit;
        }

        name = new RecordName(value);
        return true;
    }

    /// <summary>Reads the canonical text that the caller already vouches for.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static RecordName Parse(string text)
        => TryParse(Encoding.UTF8.GetBytes(text), out RecordName name) ? name : throw new FormatException("a record name is 26 characters of lower-case base32");

    /// <summary>Ordinal order of the texts, which is the order in which a format lists records; it is not the numeric order.</summary>
    public int CompareTo(RecordName other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>The canonical text.</summary>
    public override string ToString() => string.Create(TextLength, Value, static (text, value) =>
    {
        text[^1] = Alphabet[(int)(value & 7) << 2];
        value >>= 3;
        for (int i = TextLength - 2; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    });
}
