using System.Diagnostics;
using System.Security.Cryptography;
using Broker.Bench.Cells;
using Broker.Bench.Harness;
using Broker.Silo.Storage;

namespace Broker.Bench.Log;

/// <summary>Durable appends to the disclosure log, beside the bare commit rate of the same store and beside a hash-chained audit table of PostgreSQL.</summary>
/// <remarks>All three wait for the same disk, so rounds alternate and the best of each counts; each has a file of its own on it.</remarks>
internal sealed class DurableAppends : IDisposable
{
    private const int EntrySize = 250;
    private const int Rounds = 7;
    private const int LargestBatch = 256;
    private const string Table = "CREATE TABLE IF NOT EXISTS bench_entries (idx INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, leaf BLOB NOT NULL, entry BLOB NOT NULL)";
    private const string Insert = "INSERT INTO bench_entries (idx, key, leaf, entry) VALUES ($1, $2, $3, $4)";

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(300);

    private readonly string folder = Path.Combine(AppContext.BaseDirectory, "log-bench");
    private readonly byte[][] entries = [.. Enumerable.Range(0, LargestBatch).Select(_ => Inputs.Bytes(EntrySize))];
    private readonly BenchLog log;
    private readonly SqliteStore plainStore;
    private readonly PostgresCluster? postgres;
    private readonly AuditTable? audit;
    private long inserted;

    internal DurableAppends()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true); // of a run that was broken off
        }

        Directory.CreateDirectory(folder);
        log = new BenchLog(Path.Combine(folder, "log.db"));
        plainStore = new SqliteStore(Path.Combine(folder, "plain.db"));
        plainStore.WriteAsync(connection => connection.Execute(Table)).GetAwaiter().GetResult();
        postgres = PostgresCluster.TryStart(durable: true);
        audit = postgres is null ? null : new AuditTable(postgres.Folder);
    }

    public void Dispose()
    {
        audit?.Dispose();
        postgres?.Dispose();
        log.Dispose();
        plainStore.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    internal AppendRow Measure(int batch)
    {
        (double logRate, double store, double auditRate, double cpu) = (0, 0, 0, double.MaxValue);
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            (double rate, int times) = Rate(batch, () => log.Append(entries[..batch]));
            cpu = Math.Min(cpu, (Environment.CpuUsage.TotalTime - before).TotalSeconds / ((double)times * batch));
            logRate = Math.Max(logRate, rate);
            store = Math.Max(store, Rate(batch, () => InsertPlainly(batch)).Rate);
            auditRate = audit is null ? 0 : Math.Max(auditRate, Rate(batch, () => audit.Append(entries.AsSpan(0, batch))).Rate);
        }

        return new AppendRow(batch, logRate, store, audit is null ? null : auditRate, cpu);
    }

    private static (double Rate, int Times) Rate(int batch, Action once)
    {
        once(); // what was left open by the round before is not this one's
        long began = Stopwatch.GetTimestamp();
        int times = 0;
        while (Stopwatch.GetElapsedTime(began) < Round)
        {
            once();
            times++;
        }

        return (times * batch / Stopwatch.GetElapsedTime(began).TotalSeconds, times);
    }

    // The same columns with the same indexes: what is left out is the tree, its hashes and the signature.
    private void InsertPlainly(int batch) => plainStore.WriteAsync(connection =>
    {
        for (int i = 0; i < batch; i++)
        {
            byte[] key = RandomNumberGenerator.GetBytes(32);
            connection.Execute(Insert, inserted++, key, key, entries[i]);
        }
    }).GetAwaiter().GetResult();
}
