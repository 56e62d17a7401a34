using Npgsql;
using NpgsqlTypes;

namespace Broker.Bench.Log;

/// <summary>What an engineer would build instead in an afternoon: an audit table of PostgreSQL whose rows each hash the one before.</summary>
/// <remarks>
/// Durable as the log is (fsync, synchronous_commit), one prepared statement a row, sent together. It proves nothing to anybody who has no copy of
/// all of it: no proof of one row, no consistency, no witness.
/// </remarks>
internal sealed class AuditTable : IDisposable
{
    private const string Table = """
        CREATE TABLE audit (id bigint PRIMARY KEY, entry bytea NOT NULL, chain bytea NOT NULL);
        CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE last audit%ROWTYPE;
        BEGIN
            SELECT * INTO last FROM audit ORDER BY id DESC LIMIT 1;
            NEW.id := coalesce(last.id + 1, 0);
            NEW.chain := sha256(coalesce(last.chain, ''::bytea) || NEW.entry);
            RETURN NEW;
        END $$;
        CREATE TRIGGER chained BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION chain_audit();
        """;

    private readonly NpgsqlConnection connection;

    internal AuditTable(string socketFolder)
    {
        connection = new NpgsqlConnection($"Host={socketFolder};Username=bench;Database=postgres;Pooling=false;Max Auto Prepare=4;Auto Prepare Min Usages=1");
        connection.Open();
        using var make = new NpgsqlCommand(Table, connection);
        make.ExecuteNonQuery();
    }

    public void Dispose() => connection.Dispose();

    internal void Append(ReadOnlySpan<byte[]> entries)
    {
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        using var batch = new NpgsqlBatch(connection, transaction);
        foreach (byte[] entry in entries)
        {
            var insert = new NpgsqlBatchCommand("INSERT INTO audit (entry) VALUES ($1)");
            insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = entry, NpgsqlDbType = NpgsqlDbType.Bytea });
            batch.BatchCommands.Add(insert);
        }

        batch.ExecuteNonQuery();
        transaction.Commit();
    }
}
