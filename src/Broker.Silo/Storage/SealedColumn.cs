using System.Globalization;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Storage;

/// <summary>A column that holds values under the epochs' storage keys, and the columns of its row that each value is bound to.</summary>
/// <remarks>
/// A value's place is <c>&lt;table&gt;.&lt;column&gt;/&lt;bound value&gt;/…</c>, computed from the row as stored: bytes as lower-case hexadecimal,
/// numbers as decimals, texts with everything but unreserved characters escaped, so that no two rows share a place.
/// INVARIANT: the bound columns hold the primary key, or the name that is one for the record of that <see cref="Id"/>, and none is changed without a new value, so a value opens in its own row only.
/// </remarks>
internal sealed class SealedColumn(string table, string column, params string[] bound)
{
    /// <summary>The column by which the row is found, where the bound ones are not its key: <c>id</c>; null: they are.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// Whether there is no index of epochs, because it would cost each row that is written more than an epoch's end costs: the table is walked instead, in the
    /// order of the bound columns.
    /// </summary>
    public bool IsWalked { get; init; }

    public string Table => table;

    public string Column => column;

    public IReadOnlyList<string> Bound => bound;

    /// <summary>Makes the index by which values under an epoch are found, so that an epoch's end takes time by the rows that it has.</summary>
    public void EnsureIndex(StoreConnection connection)
    {
        if (!IsWalked)
        {
            connection.Execute($"CREATE INDEX IF NOT EXISTS {table}_{column}_by_epoch ON {table} ({EpochOf(column)})");
        }
    }

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
    /// <param name="connection">The transaction.</param>
    /// <param name="vault">The vault.</param>
    /// <param name="old">The epoch.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="walk">How far earlier calls came in tables that are walked; where nothing is found behind that, all of the table is looked at.</param>
    public int Rewrap(StoreConnection connection, VaultService vault, EpochId old, int most, EpochWalk walk)
    {
        List<object[]> rows = Find(connection, old, most, walk);
        foreach (object[] row in rows)
        {
            // One value in memory at a time: some are large.
            object[] key = Id is null ? row : row[^1..];
            byte[] stored = connection.Blob($"SELECT {column} FROM {table} WHERE {Row(Key, first: 1)}", key) ?? throw new DamagedStoreException();
            connection.Execute($"UPDATE {table} SET {column} = $1 WHERE {Row(Key, first: 2)}", [vault.RewrapAtRest(Place(row.AsSpan(0, bound.Length)), stored), .. key]);
        }

        return rows.Count;
    }

    /// <summary>Deletes the rows whose values are under the epoch: for what can be made anew.</summary>
    public void Drop(StoreConnection connection, EpochId old) =>
        connection.Execute($"DELETE FROM {table} WHERE {EpochOf(column)} = $1", System.Text.Encoding.ASCII.GetBytes(old.ToString()));

    private string[] Key => Id is { } id ? [id] : bound;

    private List<object[]> Find(StoreConnection connection, EpochId old, int most, EpochWalk walk)
    {
        byte[] epoch = System.Text.Encoding.ASCII.GetBytes(old.ToString());
        string[] columns = Id is { } id ? [.. bound, id] : bound;
        string find = $"SELECT {string.Join(", ", columns)} FROM {table} WHERE {EpochOf(column)} = $1";
        if (!IsWalked)
        {
            return connection.Rows(Values, $"{find} LIMIT $2", epoch, (long)most);
        }

        string order = string.Join(", ", bound);
        List<object[]> rows = walk.After(this) is { } after
            ? connection.Rows(Values, $"{find} AND ({order}) > ({string.Join(", ", bound.Select((_, i) => Parameter(i + 3)))}) ORDER BY {order} LIMIT $2", [epoch, (long)most, .. after])
            : [];
        if (rows.Count == 0)
        {
            rows = connection.Rows(Values, $"{find} ORDER BY {order} LIMIT $2", epoch, (long)most);
        }

        walk.Came(this, rows.Count == 0 ? null : rows[^1]);
        return rows;
    }

    private static object[] Values(System.Data.Common.DbDataReader row)
    {
        object[] values = new object[row.FieldCount];
        row.GetValues(values);
        return values;
    }

    private static string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");

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
