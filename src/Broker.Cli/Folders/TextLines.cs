using System.Text;

namespace Broker.Cli;

/// <summary>Strict texts of <c>key value</c> lines in a fixed order, each ended by LF.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The values, if the text is the header line and then exactly these keys.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, string header, IReadOnlyList<string> keys, out string[] values)
    {
        values = [];
        if (!TryDecode(text, out var decoded) || !decoded.EndsWith('\n'))
        {
            return false;
        }

        var lines = decoded[..^1].Split('\n');
        if (lines.Length != keys.Count + 1 || lines[0] != header)
        {
            return false;
        }

        values = new string[keys.Count];
        for (var i = 0; i < keys.Count; i++)
        {
            var prefix = keys[i] + " ";
            if (!lines[i + 1].StartsWith(prefix, StringComparison.Ordinal) || lines[i + 1].Length == prefix.Length)
            {
                return false;
            }

            values[i] = lines[i + 1][prefix.Length..];
        }

        return true;
    }

    /// <summary>The text.</summary>
    public static byte[] Format(string header, params IReadOnlyList<(string Key, string Value)> lines)
        => Utf8.GetBytes($"{header}\n{string.Concat(lines.Select(l => $"{l.Key} {l.Value}\n"))}");

    private static bool TryDecode(ReadOnlySpan<byte> text, out string decoded)
    {
        try
        {
            decoded = Utf8.GetString(text);
            return true;
        }
        catch (DecoderFallbackException)
        {
            decoded = "";
            return false;
        }
    }
}
