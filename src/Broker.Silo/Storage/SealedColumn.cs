using System.Globalization;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Storage;

/// <summary>A column that holds values under the epochs' storage keys, and the columns of its row that each value is bound to.</summary>
/// <remarks>
/// A value's place is <c>&lt;table&gt;.&lt;column&gt;/&lt;bound value&gt;/…</c>, computed from the row as stored: bytes as lower-case hexadecimal,
/// numbers as decimals, texts with everything but unreserved characters escaped, so that no two rows share a place.
/// INVARIANT: the bound columns hold the primary key and are never changed after the row was written, so a value opens in its own row only.
/// </remarks>
internal sealed class SealedColumn(string table, string column, params string[] bound)
{
    private readonly string find = $"SELECT {string.Join(", ", bound)} FROM {table} WHERE {EpochOf(column)} = $1 LIMIT $2";
    private readonly string read = $"SELECT {column} FROM {table} WHERE {Row(bound, first: 1)}";
    private readonly string write = $"UPDATE {table} SET {column} = $1 WHERE {Row(bound, first: 2)}";

    public string Table => table;

    public string Column => column;

    public IReadOnlyList<string> Bound => bound;

    /// <summary>Makes the index by which values under an epoch are found, so that an epoch's end takes time by the rows that it has.</summary>
    public void EnsureIndex(StoreConnection connection) =>
        connection.Execute($"CREATE INDEX IF NOT EXISTS {table}_{column}_by_epoch ON {table} ({EpochOf(column)})");

    /// <summary>Where the value of one row is stored; the values are those of the bound columns, in their order.</summary>
    public string Place(params ReadOnlySpan<object> values)
    {
        if (values.Length != bound.Length)
        {
            throw new ArgumentException($"a place in {table}.{column} has {bound.Length} values", nameof(values));
        }

        string place = $"{table}.{column}";
        foreach (object value in values)
        {
            place += "/" + Text(value);
        }

        return place;
    }

    /// <summary>Seals up to <paramref name="most"/> values that are under the old epoch again under the current one; how many it did.</summary>
    public int Rewrap(StoreConnection connection, VaultService vault, EpochId old, int most)
    {
        List<object[]> rows = connection.Rows(
            row =>
            {
                object[] values = new object[bound.Length];
                row.GetValues(values);
                return values;
            },
            find, System.Text.Encoding.ASCII.GetBytes(old.ToString()), most);
        foreach (object[] row in rows)
        {
            // One value in memory at a time: some are large.
            byte[] stored = connection.Blob(read, row) ?? throw new DamagedStoreException();
            connection.Execute(write, [vault.RewrapAtRest(Place(row), stored), .. row]);
        }

        return rows.Count;
    }

    /// <summary>Deletes the rows whose values are under the epoch: for what can be made anew.</summary>
    public void Drop(StoreConnection connection, EpochId old) =>
        connection.Execute($"DELETE FROM {table} WHERE {EpochOf(column)} = $1", System.Text.Encoding.ASCII.GetBytes(old.ToString()));

    // The index is used for this very expression only.
    private static string EpochOf(string column) => $"substr({column}, 1, {EpochId.TextLength})";

    private static string Row(string[] bound, int first) =>
        string.Join(" AND ", bound.Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"{name} = ${first + i}")));

    private static string Text(object value) => value switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        string text => Uri.EscapeDataString(text),
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentException("a place is made of bytes, texts and whole numbers", nameof(value)),
    };
}
