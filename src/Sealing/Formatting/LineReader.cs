using System.Buffers.Text;

namespace Broker.Sealing.Formatting;

/// <summary>Reads a text of lines that each end in LF, in a fixed order, without leniency.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> rest = text;

    internal readonly bool AtEnd => rest.IsEmpty;

    internal readonly int Remaining => rest.Length;

    /// <summary>True when the next line exists and starts with <paramref name="prefix"/>; gives what follows it, without the LF.</summary>
    internal bool TryRead(ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> value)
    {
        value = default;
        var end = rest.IndexOf((byte)'\n');
        if (end < 0 || !rest[..end].StartsWith(prefix))
        {
            return false;
        }

        value = rest[prefix.Length..end];
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>True when the next line is exactly <paramref name="line"/>.</summary>
    internal bool TryReadExactly(ReadOnlySpan<byte> line) => TryRead(line, out var value) && value.IsEmpty;

    /// <summary>Takes the word before the first space off <paramref name="value"/>.</summary>
    internal static bool TrySplit(ref ReadOnlySpan<byte> value, out ReadOnlySpan<byte> word)
    {
        var space = value.IndexOf((byte)' ');
        word = space < 0 ? default : value[..space];
        if (space <= 0)
        {
            return false;
        }

        value = value[(space + 1)..];
        return true;
    }

    /// <summary>A decimal number with one spelling: digits only, no sign, no leading zero; at most <paramref name="limit"/>.</summary>
    internal static bool TryParseNumber(ReadOnlySpan<byte> text, long limit, out long number)
    {
        number = 0;
        var canonical = text.Length is > 0 and <= 19 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (text.Length == 1 || text[0] != (byte)'0');
        return canonical && Utf8Parser.TryParse(text, out number, out var consumed) && consumed == text.Length
            && number >= 0 && number <= limit;
    }

    internal static bool TryParseHex(ReadOnlySpan<byte> text, int size, out byte[] bytes)
    {
        bytes = new byte[size];
        return Hex.TryParse(text, bytes);
    }
}
