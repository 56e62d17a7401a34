using System.Diagnostics;
using System.Security.Cryptography;
using Broker.Bench.Cells;
using Broker.Bench.Harness;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

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
    private readonly VaultService vault = new(Origin.Parse("bench.example"), RandomNumberGenerator.Fill);
    private readonly byte[][] entries = [.. Enumerable.Range(0, LargestBatch).Select(_ => Inputs.Bytes(EntrySize))];
    private readonly SqliteStore logStore;
    private readonly SqliteStore plainStore;
    private readonly LogAppender appender;
    private readonly PostgresCluster? postgres;
    private readonly AuditTable? audit;
    private long appended;
    private long inserted;

    internal DurableAppends()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true); // of a run that was broken off
        }

        Directory.CreateDirectory(folder);
        vault.Unseal(KeyRing.Create(RandomNumberGenerator.Fill), SecretKey.Generate(RandomNumberGenerator.Fill), RandomNumberGenerator.GetBytes(32));
        logStore = new SqliteStore(Path.Combine(folder, "log.db"));
        plainStore = new SqliteStore(Path.Combine(folder, "plain.db"));
        plainStore.WriteAsync(connection => connection.Execute(Table)).GetAwaiter().GetResult();
        var keys = new PublishedKeys(logStore, vault, WitnessPolicy.None);
        appender = new LogAppender(logStore, vault, new Publication(logStore, keys, new LogProofs(logStore), WitnessPolicy.None, TimeProvider.System));
        postgres = PostgresCluster.TryStart(durable: true);
        audit = postgres is null ? null : new AuditTable(postgres.Folder);
    }

    public void Dispose()
    {
        audit?.Dispose();
        postgres?.Dispose();
        logStore.DisposeAsync().AsTask().GetAwaiter().GetResult();
        plainStore.DisposeAsync().AsTask().GetAwaiter().GetResult();
        vault.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    internal AppendRow Measure(int batch)
    {
        (double log, double store, double auditRate, double cpu) = (0, 0, 0, double.MaxValue);
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            (double rate, int times) = Rate(batch, () => AppendToLog(batch));
            cpu = Math.Min(cpu, (Environment.CpuUsage.TotalTime - before).TotalSeconds / ((double)times * batch));
            log = Math.Max(log, rate);
            store = Math.Max(store, Rate(batch, () => InsertPlainly(batch)).Rate);
            auditRate = audit is null ? 0 : Math.Max(auditRate, Rate(batch, () => audit.Append(entries.AsSpan(0, batch))).Rate);
        }

        return new AppendRow(batch, log, store, audit is null ? null : auditRate, cpu);
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

    private void AppendToLog(int batch)
    {
        PendingEntry[] pending = [.. entries.Take(batch).Select(entry => new PendingEntry(FormattableString.Invariant($"bench/{appended++}"), entry))];
        Sink.Take((int)logStore.WriteAsync(connection => appender.Append(connection, pending)).GetAwaiter().GetResult()[0] & 1);
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
