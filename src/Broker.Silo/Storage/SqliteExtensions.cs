using Microsoft.Data.Sqlite;

namespace Broker.Silo.Storage;

/// <summary>Short forms for statements with parameters <c>$1</c>, <c>$2</c>, … in the order they are given.</summary>
internal static class SqliteExtensions
{
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Bind(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    public static byte[]? Blob(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Bind(connection, sql, values);
        return command.ExecuteScalar() as byte[];
    }

    public static string? Text(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Bind(connection, sql, values);
        return command.ExecuteScalar() as string;
    }

    public static long? Number(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Bind(connection, sql, values);
        return command.ExecuteScalar() as long?;
    }

    public static List<T> Rows<T>(this SqliteConnection connection, Func<SqliteDataReader, T> map, string sql, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Bind(connection, sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public static byte[] Bytes(this SqliteDataReader reader, int ordinal) => (byte[])reader.GetValue(ordinal);

    private static SqliteCommand Bind(SqliteConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this assembly; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$" + (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), values[i] ?? DBNull.Value);
        }

        return command;
    }
}
