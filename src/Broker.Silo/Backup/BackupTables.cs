using Broker.Silo.Storage;

namespace Broker.Silo.Backup;

/// <summary>The parts of a backup, in their order: every table of the layout, then the numbers that were given last.</summary>
internal static class BackupTables
{
    /// <summary>The part with the last number that each table with numbers of its own gave.</summary>
    public static BackupTable Sequences { get; } = new(
        "sequences", [new BackupColumn("name", ValueKind.Text, MayBeNull: false), new BackupColumn("last", ValueKind.Number, MayBeNull: false)], ["name"], Counted: null);

    public static IReadOnlyList<BackupTable> Stored { get; } =
        [.. Schema.Tables.Split('\n').Select(line => BackupTable.Of(line.Trim().TrimEnd(';'))).OfType<BackupTable>()];

    public static IReadOnlyList<BackupTable> All { get; } = [.. Stored, Sequences];

    /// <exception cref="BackupException">There is no such table: a backup that names it is damaged.</exception>
    public static BackupTable Of(string name) => All.FirstOrDefault(table => string.Equals(table.Name, name, StringComparison.Ordinal)) ?? throw BackupException.Of(BackupFault.Row);
}
