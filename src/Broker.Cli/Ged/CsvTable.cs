using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Broker.Cli;

/// <summary>Reads a CSV file (RFC 4180, UTF-8) strictly: a header of distinct names, then rows whose starting line is known.</summary>
internal sealed class CsvTable : IDisposable
{
    // Longer than any field of the files that are read; a quote that is never closed makes the rest of a file one field.
    private const int LongestField = 1 << 20;

    private readonly CsvParser parser;
    private readonly string path;
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private string[] row = [];

    private CsvTable(string path, TextReader text)
    {
        this.path = path;
        parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            // A blank line is a row with one empty field: counted, and refused, not skipped.
            IgnoreBlankLines = false,
            Mode = CsvMode.RFC4180,
            MaxFieldSize = LongestField,
        });
    }

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
        var table = new CsvTable(path, new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true)));
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
    /// <exception cref="CommandFailure">A quote is not closed or stands inside a field, or a field has no end: where the next row starts cannot be told.</exception>
    public bool Read()
    {
        // RawRow counts physical lines, those inside quoted fields too, up to the end of the row just read.
        Line = parser.RawRow + 1;
        try
        {
            if (!parser.Read())
            {
                return false;
            }

            row = parser.Record ?? [];
            return true;
        }
        catch (Exception fault) when (fault is BadDataException or MaxFieldSizeException)
        {
            // Their messages hold the row.
            throw new CommandFailure($"`{path}`: line {Line}: {(fault is BadDataException ? "quotes" : "a field that is too long")}");
        }
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
