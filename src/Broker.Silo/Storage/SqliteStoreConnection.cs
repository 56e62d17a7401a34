using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Storage;

/// <summary>A connection to the embedded store.</summary>
internal sealed class SqliteStoreConnection(SqliteConnection connection) : StoreConnection, IDisposable
{
    /// <summary>The connection itself.</summary>
    public SqliteConnection Inner => connection;

    public override int Execute(string sql, params ReadOnlySpan<object?> values) => SqliteExtensions.Execute(connection, sql, values);

    public override List<T> Rows<T>(Func<DbDataReader, T> map, string sql, params ReadOnlySpan<object?> values) => SqliteExtensions.Rows(connection, map, sql, values);

    public void Dispose() => connection.Dispose();

    protected override object? Scalar(string sql, ReadOnlySpan<object?> values) => SqliteExtensions.Scalar(connection, sql, values);
}
