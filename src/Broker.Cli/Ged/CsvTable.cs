using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Broker.Cli;

/// <summary>Reads a CSV file (RFC 4180, UTF-8) strictly: a header of distinct names, then rows whose starting line is known.</summary>
internal sealed class CsvTable : IDisposable
{
    private readonly CsvParser parser;
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private string[] row = [];

    private CsvTable(TextReader text) => parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        // A blank line is a row with one empty field: counted, and refused, not skipped.
        IgnoreBlankLines = false,
        Mode = CsvMode.RFC4180,
    });

    /// <summary>Number of fields in the header.</summary>
    public int Width => columns.Count;

    /// <summary>Physical line, from 1, on which the current row starts.</summary>
    public int Line { get; private set; }

    /// <summary>Whether the current row has as many fields as the header.</summary>
    public bool IsWhole => row.Length == Width;

    /// <summary>Opens a file whose header must hold these columns.</summary>
    /// <exception cref="CommandFailure">It is no such file.</exception>
    public static CsvTable Open(string path, params IReadOnlyList<string> required)
    {
        var file = File.Exists(path) ? File.OpenRead(path) : throw new CommandFailure($"no file `{path}`");
        var table = new CsvTable(new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true)));
        try
        {
            table.ReadHeader(path, required);
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>Whether the header has the column.</summary>
    public bool Has(string column) => columns.ContainsKey(column);

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Read()
    {
        // RawRow counts physical lines, those inside quoted fields too, up to the end of the row just read.
        Line = parser.RawRow + 1;
        if (!parser.Read())
        {
            return false;
        }

        row = parser.Record ?? [];
        return true;
    }

    /// <summary>A field of the current row, which must be whole.</summary>
    public string this[string column] => row[columns[column]];

    public void Dispose() => parser.Dispose();

    private void ReadHeader(string path, IReadOnlyList<string> required)
    {
        var names = Read() ? row : [];
        for (var i = 0; i < names.Length; i++)
        {
            if (!columns.TryAdd(names[i], i))
            {
                throw new CommandFailure($"`{path}`: line 1: column {i + 1} repeats a name");
            }
        }

        foreach (var name in required)
        {
            if (!columns.ContainsKey(name))
            {
                throw new CommandFailure($"`{path}`: line 1: no column `{name}`");
            }
        }
    }
}
