using Microsoft.Data.Sqlite;

namespace Broker.Silo.Storage;

/// <summary>Short forms for statements with parameters <c>$1</c>, <c>$2</c>, … in the order they are given.</summary>
internal static class SqliteExtensions
{
    private static readonly string[] Names = ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9"];

    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        SqliteCommand command = Bind(connection, sql, values);
        int changed = command.ExecuteNonQuery();
        Statements.Return(connection, command);
        return changed;
    }

    public static byte[]? Blob(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Scalar(sql, values) as byte[];

    public static string? Text(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Scalar(sql, values) as string;

    public static long? Number(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Scalar(sql, values) as long?;

    public static List<T> Rows<T>(this SqliteConnection connection, Func<SqliteDataReader, T> map, string sql, params ReadOnlySpan<object?> values)
    {
        SqliteCommand command = Bind(connection, sql, values);
        var rows = new List<T>();
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add(map(reader));
            }
        }

        Statements.Return(connection, command);
        return rows;
    }

    public static byte[] Bytes(this SqliteDataReader reader, int ordinal) => (byte[])reader.GetValue(ordinal);

    private static object? Scalar(this SqliteConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        SqliteCommand command = Bind(connection, sql, values);
        object? value = command.ExecuteScalar();
        Statements.Return(connection, command);
        return value;
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
