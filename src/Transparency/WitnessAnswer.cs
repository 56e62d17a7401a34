using System.Globalization;
using System.Text;

namespace Broker.Transparency;

/// <summary>The body of a witness's answer 409: the size that it cosigned last (C2SP tlog-witness, <c>text/x.tlog.size</c>).</summary>
public static class WitnessAnswer
{
    /// <summary>The media type.</summary>
    public const string SizeMediaType = "text/x.tlog.size";

    private const int LongestSize = 20;

    /// <summary>The body.</summary>
    public static byte[] FormatSize(long size) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size}\n"));

    /// <summary>Reads a body: a decimal number and a newline, nothing else.</summary>
    public static bool TryParseSize(ReadOnlySpan<byte> body, out long size)
    {
        size = 0;
        return body.Length is > 1 and <= LongestSize && body[^1] == '\n' && StrictText.TryParseDecimal(Encoding.Latin1.GetString(body[..^1]), out size);
    }
}
