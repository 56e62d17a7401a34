namespace Broker.Silo.Backup;

/// <summary>A column of a table.</summary>
internal sealed record BackupColumn(string Name, ValueKind Kind, bool MayBeNull)
{
    /// <summary>The column that a part of a table's statement names, as <c>sealed BLOB NOT NULL</c>.</summary>
    public static BackupColumn Of(string part)
    {
        string[] words = part.Split(' ');
        ValueKind kind = words[1] switch
        {
            "INTEGER" => ValueKind.Number,
            "TEXT" => ValueKind.Text,
            "BLOB" => ValueKind.Bytes,
            _ => throw new InvalidDataException("the schema has a type that backups do not know"),
        };
        return new BackupColumn(words[0], kind, !part.Contains("NOT NULL", StringComparison.Ordinal) && !part.Contains("PRIMARY KEY", StringComparison.Ordinal));
    }
}
