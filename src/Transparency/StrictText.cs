using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Broker.Transparency;

/// <summary>The lexical rules that the C2SP texts share: one spelling for each value, anything else is refused.</summary>
internal static class StrictText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Standard base64 with padding (RFC 4648 section 4), no white space, unused bits zero.</summary>
    internal static bool TryDecodeBase64(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, buffer, out var written))
        {
            return false;
        }

        // The framework's decoder skips white space and ignores unused bits; encoding again shows both.
        var decoded = buffer.AsSpan(0, written);
        if (Convert.ToBase64String(decoded) != text)
        {
            return false;
        }

        bytes = decoded.ToArray();
        return true;
    }

    /// <summary>ASCII decimal from 0 to 2^63-1, no sign, no leading zero.</summary>
    internal static bool TryParseDecimal(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > 19 || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }

        UInt128 sum = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            sum = (sum * 10) + (UInt128)(digit - '0');
        }

        value = sum <= long.MaxValue ? (long)sum : 0;
        return sum <= long.MaxValue;
    }

    /// <summary>Valid UTF-8 without control characters below U+0020 other than newline.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        foreach (var octet in bytes)
        {
            if (octet < 0x20 && octet != '\n')
            {
                return false;
            }
        }

        try
        {
            text = Utf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>UTF-8 bytes of a text that <see cref="TryDecode"/> would give back, else null.</summary>
    internal static byte[]? TryEncode(string text)
    {
        try
        {
            var bytes = Utf8.GetBytes(text);
            return TryDecode(bytes, out _) ? bytes : null;
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>C2SP signed-note: not empty, no Unicode space, no plus.</summary>
    internal static bool IsKeyName(string name) =>
        name.Length is > 0 and <= VerifierKey.MaxNameLength
        && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c))
        && TryEncode(name) is not null;
}
