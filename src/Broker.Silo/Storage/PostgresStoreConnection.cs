using System.Data.Common;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Broker.Silo.Storage;

/// <summary>A connection to PostgreSQL. Its statements are prepared by the driver once they come again.</summary>
internal sealed class PostgresStoreConnection(NpgsqlConnection connection) : StoreConnection, IDisposable
{
    /// <summary>The connection itself.</summary>
    public NpgsqlConnection Inner => connection;

    /// <summary>Whether the server refused a statement since this was last set to false: it has then undone the transaction, and answers its COMMIT without an error.</summary>
    public bool HasRefused { get; set; }

    public override int Execute(string sql, params ReadOnlySpan<object?> values) => Run(sql, values, command => command.ExecuteNonQuery());

    public override List<T> Rows<T>(Func<DbDataReader, T> map, string sql, params ReadOnlySpan<object?> values) => Run(sql, values, command =>
    {
        using NpgsqlDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    });

    public override void Insert(CompositeFormat sql, int columns, ReadOnlySpan<object?> values) => ManyRows.Insert(this, sql, columns, values);

    public override bool[] Has(string table, string column, ReadOnlySpan<object> values)
    {
        CompositeFormat sql = CompositeFormat.Parse($"SELECT {column} FROM {table} WHERE {column} IN {{0}}");
        HashSet<string> found = [.. ManyRows.Find(this, row => Name(row.GetValue(0)), sql, values!)];
        bool[] has = new bool[values.Length];
        for (int i = 0; i < has.Length; i++)
        {
            has[i] = found.Contains(Name(values[i]));
        }

        return has;
    }

    public void Dispose() => connection.Dispose();

    protected override object? Scalar(string sql, ReadOnlySpan<object?> values)
    {
        // SQLite knows one kind of number, and truth is one of them.
        return Run(sql, values, command => command.ExecuteScalar()) switch
        {
            int number => (long)number,
            decimal sum => (long)sum,
            bool truth => truth ? 1L : 0L,
            var other => other,
        };
    }

    private T Run<T>(string sql, ReadOnlySpan<object?> values, Func<NpgsqlCommand, T> run)
    {
        using NpgsqlCommand command = Bind(sql, values);
        try
        {
            return run(command);
        }
        catch (PostgresException)
        {
            HasRefused = true;
            throw;
        }
    }

    private static string Name(object value) => value as string ?? Convert.ToHexStringLower((byte[])value);

    private NpgsqlCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
#pragma warning disable CA2100 // every statement is a constant of this assembly; values are parameters
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (object? value in values)
        {
            command.Parameters.Add(value switch
            {
                byte[] bytes => new NpgsqlParameter<byte[]> { NpgsqlDbType = NpgsqlDbType.Bytea, TypedValue = bytes },
                string text => new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = text },
                long number => new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = number },
                int number => new NpgsqlParameter<int> { NpgsqlDbType = NpgsqlDbType.Integer, TypedValue = number },
                bool truth => new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = truth ? 1 : 0 },
                null => new NpgsqlParameter { Value = DBNull.Value },
                _ => throw new ArgumentException("a value is bytes, a text, a whole number or null", nameof(values)),
            });
        }

        return command;
    }
}
