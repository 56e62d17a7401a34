using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Storage;

/// <summary>A connection to the embedded store; one thread's at a time.</summary>
internal sealed class SqliteStoreConnection(SqliteConnection connection) : StoreConnection, IDisposable
{
    // The store has about a hundred texts; what is made up at run time must not fill memory.
    private const int Most = 256;

    private readonly Dictionary<string, KeptStatement> kept = new(StringComparer.Ordinal);
    private readonly Dictionary<CompositeFormat, string> inserts = [];

    /// <summary>The connection itself.</summary>
    public SqliteConnection Inner => connection;

    public override int Execute(string sql, params ReadOnlySpan<object?> values) =>
        Find(sql) is { } statement ? statement.Execute(values) : SqliteExtensions.Execute(connection, sql, values);

    public override List<T> Rows<T>(Func<DbDataReader, T> map, string sql, params ReadOnlySpan<object?> values) => SqliteExtensions.Rows(connection, map, sql, values);

    // In one process a statement a row costs less than one of many rows, whose parameters have to be found among many.
    public override void Insert(CompositeFormat sql, int columns, ReadOnlySpan<object?> values)
    {
        if (!inserts.TryGetValue(sql, out string? one))
        {
            inserts[sql] = one = ManyRows.Text(sql, 1, columns);
        }

        for (; !values.IsEmpty; values = values[columns..])
        {
            Execute(one, values[..columns]);
        }
    }

    public override bool[] Has(string table, string column, ReadOnlySpan<object> values)
    {
        string sql = $"SELECT 1 FROM {table} WHERE {column} = $1";
        bool[] has = new bool[values.Length];
        for (int i = 0; i < has.Length; i++)
        {
            has[i] = Scalar(sql, values.Slice(i, 1)!) is not null;
        }

        return has;
    }

    public void Dispose()
    {
        foreach (KeptStatement statement in kept.Values)
        {
            statement.Dispose();
        }

        kept.Clear();
        connection.Dispose();
    }

    protected override object? Scalar(string sql, ReadOnlySpan<object?> values) =>
        Find(sql) is { } statement ? statement.Scalar(values) : SqliteExtensions.Scalar(connection, sql, values);

    /// <summary>Null of what is run once: pragmas, some of which take effect when they are prepared and not when they run, and texts of several statements.</summary>
    private KeptStatement? Find(string sql)
    {
        if (kept.TryGetValue(sql, out KeptStatement? statement))
        {
            return statement;
        }

        if (kept.Count >= Most || sql.StartsWith("PRAGMA", StringComparison.Ordinal) || sql.Contains(';', StringComparison.Ordinal))
        {
            return null;
        }

        statement = KeptStatement.TryPrepare(connection.Handle!, sql);
        if (statement is not null)
        {
            kept[sql] = statement;
        }

        return statement;
    }
}
