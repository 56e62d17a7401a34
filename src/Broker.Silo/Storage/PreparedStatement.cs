using Microsoft.Data.Sqlite;

namespace Broker.Silo.Storage;

/// <summary>A statement that is compiled once, for what runs with each entry; parameters <c>$1</c>, <c>$2</c>, … in the order they are given.</summary>
/// <remarks>Not thread-safe: of one connection, and used by who uses that.</remarks>
internal sealed class PreparedStatement : IDisposable
{
    private readonly SqliteCommand command;

    public PreparedStatement(SqliteConnection connection, string sql, int parameters = 0)
    {
        command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this assembly; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        }
    }

    public int Execute(params ReadOnlySpan<object> values) => Bind(values).ExecuteNonQuery();

    public object? Scalar(params ReadOnlySpan<object> values) => Bind(values).ExecuteScalar();

    public SqliteDataReader Rows(params ReadOnlySpan<object> values) => Bind(values).ExecuteReader();

    public void Dispose() => command.Dispose();

    private SqliteCommand Bind(ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }
}
