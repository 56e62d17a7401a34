using System.Text;

namespace Broker.Silo.Grains;

/// <summary>Reads the strict line texts of requests: a first line, then <c>key value</c> lines in a fixed order, each ended by LF.</summary>
internal static class RequestText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The values in the order of the keys, or null when the body is anything else.</summary>
    public static string[]? Read(ReadOnlySpan<byte> body, string firstLine, params ReadOnlySpan<string> keys)
    {
        string[]? lines = Lines(body);
        if (lines is null || lines.Length != keys.Length + 1 || !string.Equals(lines[0], firstLine, StringComparison.Ordinal))
        {
            return null;
        }

        string[] values = new string[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            string prefix = keys[i] + " ";
            if (!lines[i + 1].StartsWith(prefix, StringComparison.Ordinal) || lines[i + 1].Length == prefix.Length)
            {
                return null;
            }

            values[i] = lines[i + 1][prefix.Length..];
        }

        return values;
    }

    /// <summary>The values of a text whose lines after the first all have the same key.</summary>
    public static string[]? ReadList(ReadOnlySpan<byte> body, string firstLine, string key, int most)
    {
        string[]? lines = Lines(body);
        string prefix = key + " ";
        if (lines is null || lines.Length < 1 || lines.Length > most + 1 || !string.Equals(lines[0], firstLine, StringComparison.Ordinal)
            || !lines.Skip(1).All(line => line.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return null;
        }

        return [.. lines.Skip(1).Select(line => line[prefix.Length..])];
    }

    private static string[]? Lines(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[^1] != (byte)'\n' || body.Contains((byte)'\r') || body.Contains((byte)0))
        {
            return null;
        }

        try
        {
            return Strict.GetString(body[..^1]).Split('\n');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
