using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Broker.Cli;

/// <summary>Writes rows for other programs, one after another: any number of them.</summary>
internal static class AuditExport
{
    public const string Csv = "csv";
    public const string JsonLines = "jsonl";

    private const string NewLine = "\r\n";

    // What a spreadsheet takes for a formula begins with one of these (OWASP, "CSV Injection").
    private static readonly char[] FormulaStarts = ['=', '+', '-', '@', '\t', '\r', '\n', '|', '%'];

    // The output is a file of its own and no part of a page.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.BasicLatin) };

    /// <summary>Writes a file with every row; how many.</summary>
    public static long Write(string path, string format, IEnumerable<AuditRow> rows)
    {
        if (File.Exists(path) || Directory.Exists(path))
        {
            throw new CommandFailure($"`{path}` exists already");
        }

        var draft = path + ".new";
        var count = 0L;
        using (FileStream stream = new(draft, PrivateFile.Fresh()))
        {
            if (format == Csv)
            {
                stream.Write(Encoding.UTF8.GetBytes(CsvLine(AuditRow.Columns)));
            }

            foreach (var row in rows)
            {
                stream.Write(format == Csv ? Encoding.UTF8.GetBytes(CsvLine(row.Values())) : JsonLine(row));
                count++;
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
        return count;
    }

    /// <summary>A record of RFC 4180, every cell in quotes.</summary>
    public static string CsvLine(IEnumerable<string?> values) => string.Join(',', values.Select(Cell)) + NewLine;

    /// <summary>An object in one line; what a row does not say is left out.</summary>
    public static byte[] JsonLine(AuditRow row)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line, Json))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in AuditRow.Columns.Zip(row.Values()))
            {
                if (value is not null)
                {
                    Write(writer, name, value, row);
                }
            }

            writer.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, string value, AuditRow row)
    {
        switch (name)
        {
            case "index":
                writer.WriteNumber(name, row.Index);
                break;
            case "releaseEntry":
                writer.WriteNumber(name, row.ReleaseEntry!.Value);
                break;
            default:
                writer.WriteString(name, value);
                break;
        }
    }

    private static string Cell(string? value)
    {
        var text = value ?? "";
        var safe = text.Length > 0 && Array.IndexOf(FormulaStarts, text[0]) >= 0 ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
