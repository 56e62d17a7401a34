using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Storage;

/// <summary>Short forms for statements with parameters <c>$1</c>, <c>$2</c>, … in the order they are given.</summary>
internal static class SqliteExtensions
{
    private static readonly string[] Names = ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9"];

    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Run(sql, values, command => command.ExecuteNonQuery());

    public static byte[]? Blob(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Scalar(sql, values) as byte[];

    public static string? Text(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Scalar(sql, values) as string;

    public static long? Number(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Scalar(sql, values) as long?;

    public static List<T> Rows<T>(this SqliteConnection connection, Func<DbDataReader, T> map, string sql, params ReadOnlySpan<object?> values) => connection.Run(sql, values, command =>
    {
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    });

    public static object? Scalar(this SqliteConnection connection, string sql, ReadOnlySpan<object?> values) =>
        connection.Run(sql, values, command => command.ExecuteScalar());

    // One that failed is disposed at once: a statement that still runs would keep the group from being committed.
    private static T Run<T>(this SqliteConnection connection, string sql, ReadOnlySpan<object?> values, Func<SqliteCommand, T> run)
    {
        SqliteCommand command = Bind(connection, sql, values);
        T outcome;
        try
        {
            outcome = run(command);
        }
        catch
        {
            command.Dispose();
            throw;
        }

        Statements.Return(connection, command);
        return outcome;
    }

    private static SqliteCommand Bind(SqliteConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        SqliteCommand command = Statements.Take(connection, sql);
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue(i < Names.Length ? Names[i] : "$" + (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), values[i] ?? DBNull.Value);
        }

        return command;
    }
}
