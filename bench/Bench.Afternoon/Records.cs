using Npgsql;

namespace Bench.Afternoon;

/// <summary>One transaction a record, its statements sent together, as the account that row-level security binds.</summary>
internal sealed class Records(string connectionString) : IAsyncDisposable
{
    private const string Insert = """
        WITH added AS (
            INSERT INTO records (organisation, sealed) SELECT $1, pgp_pub_encrypt_bytea($2, recipient) FROM keys WHERE id = 1 RETURNING id)
        INSERT INTO audit (organisation, action, record) SELECT $1, 'deposit', id FROM added RETURNING record
        """;

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);

    internal async Task<bool> IsMemberAsync(string organisation)
    {
        await using NpgsqlCommand command = source.CreateCommand("SELECT 1 FROM members WHERE organisation = $1");
        command.Parameters.AddWithValue(organisation);
        return await command.ExecuteScalarAsync() is not null;
    }

    internal async Task<long> AddAsync(string organisation, byte[] content)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        var who = new NpgsqlBatchCommand("SELECT set_config('app.organisation', $1, true)");
        who.Parameters.AddWithValue(organisation);
        batch.BatchCommands.Add(who);
        var insert = new NpgsqlBatchCommand(Insert);
        insert.Parameters.AddWithValue(organisation);
        insert.Parameters.AddWithValue(content);
        batch.BatchCommands.Add(insert);
        long id;
        await using (NpgsqlDataReader reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            await reader.ReadAsync();
            id = reader.GetInt64(0);
        }

        await transaction.CommitAsync();
        return id;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
