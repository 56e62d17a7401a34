using System.Globalization;

namespace Broker.Silo.Backup;

/// <summary>A table of the store as a backup has it: its rows in the order of its key.</summary>
internal sealed record BackupTable(string Name, IReadOnlyList<BackupColumn> Columns, IReadOnlyList<string> Key, string? Counted)
{
    private const string Numbered = "AUTOINCREMENT";
    private const string Beginning = "CREATE TABLE IF NOT EXISTS ";
    private const string KeyOfSeveral = "PRIMARY KEY (";

    /// <summary>Whether the store numbers its rows.</summary>
    public bool HasId => Key is ["id"] && Columns[0].Kind == ValueKind.Number;

    public string Select => $"SELECT {Names(Columns.Select(column => column.Name))} FROM \"{Name}\" ORDER BY {Names(Key)}";

    public string Insert =>
        $"INSERT INTO \"{Name}\" ({Names(Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", Columns.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $"${at + 1}")))})";

    public string Copy => $"COPY \"{Name}\" ({Names(Columns.Select(column => column.Name))}) FROM STDIN (FORMAT BINARY)";

    /// <summary>The table that a statement of the schema makes; null for a statement that makes none.</summary>
    /// <remarks>The schema is what the tables are made of, so a backup can't leave out a table or a column of it.</remarks>
    public static BackupTable? Of(string statement)
    {
        if (!statement.StartsWith(Beginning, StringComparison.Ordinal))
        {
            return null;
        }

        int open = statement.IndexOf('(', StringComparison.Ordinal);
        string name = statement[Beginning.Length..open].Trim();
        List<string> parts = Parts(statement[(open + 1)..statement.LastIndexOf(')')]);
        string? key = parts.Find(part => part.StartsWith(KeyOfSeveral, StringComparison.Ordinal));
        parts.Remove(key ?? "");
        List<BackupColumn> columns = parts.ConvertAll(BackupColumn.Of);
        return new BackupTable(
            name,
            columns,
            key is null ? [First(parts.Find(part => part.Contains("PRIMARY KEY", StringComparison.Ordinal))!)] : key[KeyOfSeveral.Length..^1].Split(", "),
            parts.Find(part => part.Contains(Numbered, StringComparison.Ordinal)) is { } numbered ? First(numbered) : null);
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    private static string First(string part) => part.Split(' ')[0];

    // Between commas that stand in no parentheses.
    private static List<string> Parts(string list)
    {
        var parts = new List<string>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at <= list.Length; at++)
        {
            depth += at == list.Length ? 0 : list[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (at == list.Length || (list[at] == ',' && depth == 0))
            {
                parts.Add(list[from..at].Trim());
                from = at + 1;
            }
        }

        return parts;
    }
}
