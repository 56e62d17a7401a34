using System.Globalization;
using System.Text;

namespace Broker.Cli;

/// <summary>Salts and facts by their entries, ascending, in a file of the auditor's: a line <c>index base64</c> each.</summary>
/// <remarks>Nothing in it is believed: whoever reads it holds every line against the log's own entry.</remarks>
internal sealed class FactsFile(string path, string origin)
{
    private string FirstLine => $"{origin}/audit-facts/v1";

    /// <summary>Writes a new file; it takes its place when the caller moves it there.</summary>
    public StreamWriter Create()
    {
        StreamWriter writer = new(new FileStream(path, PrivateFile.Fresh()), new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine(FirstLine);
        return writer;
    }

    /// <summary>Adds a line.</summary>
    public static void Write(TextWriter writer, long index, ReadOnlySpan<byte> opening)
    {
        writer.Write(index.ToString(CultureInfo.InvariantCulture));
        writer.Write(' ');
        writer.WriteLine(Convert.ToBase64String(opening));
    }

    /// <summary>The lines that can be read, ascending; a damaged one is as one that is missing.</summary>
    public IEnumerable<(long Index, byte[] Opening)> Read()
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using StreamReader reader = new(path, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        if (reader.ReadLine() != FirstLine)
        {
            yield break;
        }

        var last = -1L;
        while (reader.ReadLine() is { } line)
        {
            if (TryRead(line, out var index, out var opening) && index > last)
            {
                last = index;
                yield return (index, opening);
            }
        }
    }

    private static bool TryRead(string line, out long index, out byte[] opening)
    {
        opening = [];
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !long.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out index))
        {
            index = -1;
            return false;
        }

        var buffer = new byte[line.Length];
        var isBase64 = Convert.TryFromBase64String(line[(space + 1)..], buffer, out var written);
        opening = isBase64 ? buffer[..written] : [];
        return isBase64;
    }
}
