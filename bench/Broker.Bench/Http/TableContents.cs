using Broker.Silo.Storage;

namespace Broker.Bench.Http;

/// <summary>Bytes of the values in each table of an embedded store, the largest first. It reads every row; the product's SQLite has no table that knows pages.</summary>
internal static class TableContents
{
    internal static IReadOnlyList<(string Table, long Content)> Of(StoreConnection connection) =>
    [
        .. connection.Rows(row => row.GetString(0), "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .Select(table => (table, Content(connection, table))).OrderByDescending(table => table.Item2),
    ];

    private static long Content(StoreConnection connection, string table)
    {
        IEnumerable<string> lengths = connection.Rows(row => row.GetString(0), "SELECT name FROM pragma_table_info($1)", table)
            .Select(column => $"coalesce(length(CAST({column} AS BLOB)), 0)");
        return connection.Number($"SELECT coalesce(sum({string.Join(" + ", lengths)}), 0) FROM {table}") ?? 0;
    }
}
