using System.Data.Common;
using System.Text;

namespace Broker.Silo.Storage;

/// <summary>
/// A connection to the store while one piece of work has it: the writer's within a transaction, or a reader's. Statements have parameters
/// <c>$1</c>, <c>$2</c>, … in the order of the values: bytes, texts, whole numbers or null.
/// </summary>
internal abstract class StoreConnection
{
    /// <summary>How many rows the statement changed.</summary>
    public abstract int Execute(string sql, params ReadOnlySpan<object?> values);

    /// <summary>What <paramref name="map"/> makes of each row, in order.</summary>
    public abstract List<T> Rows<T>(Func<DbDataReader, T> map, string sql, params ReadOnlySpan<object?> values);

    /// <summary>Inserts rows in their order.</summary>
    /// <param name="sql">The statement with <c>{0}</c> where the rows' parameters go.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <param name="values">The values of all rows, row after row.</param>
    public abstract void Insert(CompositeFormat sql, int columns, ReadOnlySpan<object?> values);

    /// <summary>Of each value whether a row of the table has it in the column, which has an index of its own.</summary>
    public abstract bool[] Has(string table, string column, ReadOnlySpan<object> values);

    /// <summary>The first value of the first row; null when there is no row, or no such bytes.</summary>
    public byte[]? Blob(string sql, params ReadOnlySpan<object?> values) => Scalar(sql, values) as byte[];

    /// <inheritdoc cref="Blob"/>
    public string? Text(string sql, params ReadOnlySpan<object?> values) => Scalar(sql, values) as string;

    /// <inheritdoc cref="Blob"/>
    public long? Number(string sql, params ReadOnlySpan<object?> values) => Scalar(sql, values) as long?;

    protected abstract object? Scalar(string sql, ReadOnlySpan<object?> values);
}
