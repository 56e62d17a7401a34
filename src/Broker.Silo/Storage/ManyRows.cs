using System.Globalization;
using System.Text;

namespace Broker.Silo.Storage;

/// <summary>Statements over many rows or values at once, for a store that is another process: each statement is a journey there.</summary>
/// <remarks>Rows go in statements of <see cref="Sizes"/> rows, so that there are few texts to prepare.</remarks>
internal static class ManyRows
{
    private static readonly int[] Sizes = [64, 16, 4, 1];

    /// <summary>Inserts rows in their order.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="sql">The statement with <c>{0}</c> where the rows' parameters go.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <param name="values">The values of all rows, row after row.</param>
    public static void Insert(StoreConnection connection, CompositeFormat sql, int columns, ReadOnlySpan<object?> values)
    {
        while (!values.IsEmpty)
        {
            int size = SizeFor(values.Length / columns);
            connection.Execute(Text(sql, size, columns), values[..(size * columns)]);
            values = values[(size * columns)..];
        }
    }

    /// <summary>The rows that a statement finds for any of the values.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="map">Reads a row.</param>
    /// <param name="sql">The statement with <c>{0}</c> where the list of parameters goes, in parentheses.</param>
    /// <param name="values">The values, each asked for once.</param>
    public static List<T> Find<T>(StoreConnection connection, Func<System.Data.Common.DbDataReader, T> map, CompositeFormat sql, ReadOnlySpan<object?> values)
    {
        var found = new List<T>();
        while (!values.IsEmpty)
        {
            int size = SizeFor(values.Length);
            found.AddRange(connection.Rows(map, string.Format(CultureInfo.InvariantCulture, sql, Rows(1, size)), values[..size]));
            values = values[size..];
        }

        return found;
    }

    /// <summary>The statement for so many rows.</summary>
    public static string Text(CompositeFormat sql, int rows, int columns) => string.Format(CultureInfo.InvariantCulture, sql, Rows(rows, columns));

    private static int SizeFor(int left) => Array.Find(Sizes, size => size <= left);

    private static string Rows(int rows, int columns) => string.Join(", ", Enumerable.Range(0, rows).Select(row =>
        $"({string.Join(", ", Enumerable.Range((row * columns) + 1, columns).Select(parameter => string.Create(CultureInfo.InvariantCulture, $"${parameter}")))})"));
}
