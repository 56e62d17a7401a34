using System.Diagnostics;
using Broker.Bench.Cells;
using Broker.Bench.Harness;
using Npgsql;
using NpgsqlTypes;

namespace Broker.Bench.Http;

/// <summary>The same bytes into PostgreSQL with Npgsql and nothing around it: prepared statements, one transaction a batch, durable commits.</summary>
internal sealed class BareInserts : IDisposable
{
    private const string Table = "CREATE TABLE IF NOT EXISTS bare (id text PRIMARY KEY, depositor text NOT NULL, sealed bytea NOT NULL)";
    private const string Insert = "INSERT INTO bare (id, depositor, sealed) VALUES ($1, $2, $3)";
    private const int KeyBytes = 16;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    private readonly NpgsqlDataSource source;
    private readonly byte[] content;

    /// <param name="connectionString">The server.</param>
    /// <param name="bytes">Of a row.</param>
    internal BareInserts(string connectionString, int bytes)
    {
        content = Inputs.Bytes(bytes);
        source = NpgsqlDataSource.Create(connectionString + ";Max Auto Prepare=8;Auto Prepare Min Usages=1");
        using NpgsqlCommand make = source.CreateCommand(Table);
        make.ExecuteNonQuery();
    }

    /// <summary>Prints a line.</summary>
    internal async Task PrintAsync(PostgresCluster server, int connections, int batch)
    {
        double store = server.CpuSeconds(), own = Environment.CpuUsage.TotalTime.TotalSeconds;
        LoadResult load = await MeasureAsync(connections, batch);
        PlainFigure.Print($"Npgsql inserts of the same bytes, {batch} a transaction", connections, load, 0, server.CpuSeconds() - store, Environment.CpuUsage.TotalTime.TotalSeconds - own);
    }

    /// <summary>Rows inserted, from so many connections at once.</summary>
    internal async Task<LoadResult> MeasureAsync(int connections, int batch)
    {
        long began = Stopwatch.GetTimestamp();
        List<TimeSpan>[] waits = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => InsertAsync(batch))));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        TimeSpan[] all = [.. waits.SelectMany(some => some).Order()];
        return new LoadResult(all.Length, 0, (long)all.Length * batch, seconds, all);
    }

    public void Dispose() => source.Dispose();

    private async Task<List<TimeSpan>> InsertAsync(int rows)
    {
        var waits = new List<TimeSpan>();
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Time)
        {
            long sent = Stopwatch.GetTimestamp();
            await InsertOnceAsync(connection, rows);
            waits.Add(Stopwatch.GetElapsedTime(sent));
        }

        return waits;
    }

    private async Task InsertOnceAsync(NpgsqlConnection connection, int rows)
    {
        await using var batch = new NpgsqlBatch(connection); // one transaction by itself
        for (int row = 0; row < rows; row++)
        {
            var insert = new NpgsqlBatchCommand(Insert);
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Convert.ToHexStringLower(Inputs.Bytes(KeyBytes)) });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "0123456789abcdef" });
            insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = content, NpgsqlDbType = NpgsqlDbType.Bytea });
            batch.BatchCommands.Add(insert);
        }

        await batch.ExecuteNonQueryAsync();
    }
}
