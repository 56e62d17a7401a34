using System.Globalization;
using System.Text;

namespace Broker.Faults.Power;

/// <summary>One whole call of strace's output, written with <c>-f -ttt -xx -y</c>: every text in it is hexadecimal.</summary>
/// <param name="Thread">Who made it.</param>
/// <param name="Time">When it began, in microseconds since 1970.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments as written.</param>
/// <param name="Result">What it returned; null when it failed or has not returned.</param>
internal sealed record StraceLine(int Thread, long Time, string Name, string Arguments, long? Result)
{
    private const string Escape = "\\x";
    private const int EscapeLength = 4;

    /// <summary>The path of the first descriptor among the arguments; empty for none.</summary>
    public string Path => Between(Arguments, '<', '>', 0) is { } text ? Encoding.UTF8.GetString(Bytes(text)) : "";

    /// <summary>The quoted text of this index among the arguments.</summary>
    public byte[] Quoted(int index)
    {
        int from = 0;
        for (int i = 0; ; i++)
        {
            int open = Arguments.IndexOf('"', from);
            int close = open < 0 ? -1 : Arguments.IndexOf('"', open + 1);
            if (close < 0)
            {
                throw new InvalidDataException("a recorded call lacks a text");
            }

            if (i == index)
            {
                // A text that strace cut off is followed by dots: the recording would be worthless.
                return close + 1 < Arguments.Length && Arguments[close + 1] == '.'
                    ? throw new InvalidDataException("a recorded text was cut off")
                    : Bytes(Arguments.AsSpan(open + 1, close - open - 1));
            }

            from = close + 1;
        }
    }

    /// <summary>The last argument, a number.</summary>
    public long LastNumber => long.Parse(Arguments.AsSpan(Arguments.LastIndexOf(',') + 1).Trim(), CultureInfo.InvariantCulture);

    private static byte[] Bytes(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[text.Length / EscapeLength];
        for (int i = 0; i < bytes.Length; i++)
        {
            ReadOnlySpan<char> one = text.Slice(i * EscapeLength, EscapeLength);
            bytes[i] = one.StartsWith(Escape, StringComparison.Ordinal)
                ? byte.Parse(one[Escape.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : throw new InvalidDataException("a recorded text is not hexadecimal");
        }

        return bytes;
    }

    private static string? Between(string text, char open, char close, int from)
    {
        int start = text.IndexOf(open, from);
        int end = start < 0 ? -1 : text.IndexOf(close, start);
        return end < 0 ? null : text[(start + 1)..end];
    }
}
