using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Broker.Briefings;

/// <summary>The strict scalar forms that every text format of this library uses: one value has one spelling.</summary>
internal static class Ascii
{
    /// <summary>Longest slug, in characters.</summary>
    public const int MaxSlug = 40;

    private const int FirstYear = 1900;
    private const int LastYear = 2199;
    private const long MaxFractionPart = 999_999_999_999_999_999;

    private static readonly SearchValues<byte> SlugBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);
    private static readonly SearchValues<byte> OriginBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789./-"u8);

    public static bool TryHex(ReadOnlySpan<byte> hex, Span<byte> bytes)
    {
        if (hex.Length != bytes.Length * 2)
        {
            return false;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            int high = Nibble(hex[2 * i]);
            int low = Nibble(hex[(2 * i) + 1]);
            if ((high | low) < 0)
            {
                return false;
            }

            bytes[i] = (byte)((high << 4) | low);
        }

        return true;
    }

    /// <summary>Canonical decimal digits: no sign, no leading zero, at most <paramref name="max"/>.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, long max, out long value)
        => Utf8Parser.TryParse(text, out value, out int used, 'D') && used == text.Length
            && text[0] is >= (byte)'0' and <= (byte)'9' && (text[0] != (byte)'0' || text.Length == 1) && value <= max;

    public static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != (byte)'-' || text[7] != (byte)'-'
            || !TryDigits(text[..4], out int year) || !TryDigits(text[5..7], out int month) || !TryDigits(text[8..], out int day)
            || year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>1 to 40 of <c>a-z 0-9 -</c>.</summary>
    public static bool IsSlug(ReadOnlySpan<byte> text)
        => text.Length is >= 1 and <= MaxSlug && !text.ContainsAnyExcept(SlugBytes);

    /// <summary>A four-week block, as <c>2014-01</c>, or a week, as <c>2014-W05</c>.</summary>
    public static bool IsPeriod(ReadOnlySpan<byte> text)
    {
        bool week = text.Length == 8 && text[5] == (byte)'W';
        return (week || text.Length == 7) && text[4] == (byte)'-' && TryDigits(text[..4], out _) && TryDigits(text[^2..], out _);
    }

    /// <summary>Three capital letters of ISO 3166-1.</summary>
    public static bool IsCountry(ReadOnlySpan<byte> text) => text.Length == 3 && !text.ContainsAnyExceptInRange((byte)'A', (byte)'Z');

    /// <summary>A whole number of 1 to 18 digits, or two of them as <c>9/64</c>.</summary>
    public static bool IsFraction(ReadOnlySpan<byte> text)
    {
        int slash = text.IndexOf((byte)'/');
        return slash < 0
            ? TryNumber(text, MaxFractionPart, out _)
            : TryNumber(text[..slash], MaxFractionPart, out _) && TryNumber(text[(slash + 1)..], MaxFractionPart, out long lower) && lower > 0;
    }

    /// <summary>A log origin: <c>^[a-z0-9][a-z0-9./-]{0,62}$</c>.</summary>
    public static bool IsOrigin(ReadOnlySpan<byte> text)
        => text.Length is >= 1 and <= 63 && !text.ContainsAnyExcept(OriginBytes) && text[0] is not ((byte)'.' or (byte)'/' or (byte)'-');

    /// <summary>One line of words: valid UTF-8, 1 to 200 bytes, nothing that controls or reorders text, no outer space.</summary>
    public static bool IsWords(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 200 || text[0] == (byte)' ' || text[^1] == (byte)' ')
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out Rune rune, out int used) != OperationStatus.Done || IsUnseen(rune))
            {
                return false;
            }

            text = text[used..];
        }

        return true;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> ascii) => Encoding.UTF8.GetString(ascii);

    // Bidirectional overrides and zero-width characters make a line read otherwise than its bytes.
    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    private static int Nibble(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}
