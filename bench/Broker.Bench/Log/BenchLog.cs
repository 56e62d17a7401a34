using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Bench.Log;

/// <summary>The silo's writer of the log over a store and an unsealed vault of its own; nobody witnesses it.</summary>
internal sealed class BenchLog : IDisposable
{
    private readonly VaultService vault = new(Origin.Parse("bench.example"), RandomNumberGenerator.Fill);
    private readonly LogAppender appender;
    private readonly LogProofs proofs;
    private long appended;

    internal BenchLog(string database)
    {
        vault.Unseal(KeyRing.Create(RandomNumberGenerator.Fill), SecretKey.Generate(RandomNumberGenerator.Fill), RandomNumberGenerator.GetBytes(32));
        Store = new SqliteStore(database);
        appender = new LogAppender(Store, vault, new Publication(Store, new PublishedKeys(Store, vault, WitnessPolicy.None), new LogProofs(Store), WitnessPolicy.None, TimeProvider.System));
        proofs = new LogProofs(Store);
    }

    internal SqliteStore Store { get; }

    public void Dispose()
    {
        Store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        vault.Dispose();
    }

    /// <summary>Appends entries in one transaction; returns when they are durable.</summary>
    internal void Append(IReadOnlyList<byte[]> entries)
    {
        PendingEntry[] pending = [.. entries.Select(entry => new PendingEntry(FormattableString.Invariant($"bench/{appended++}"), entry))];
        Sink.Take((int)(Store.WriteAsync(connection => appender.Append(connection, pending)).GetAwaiter().GetResult()[0] & 1));
    }

    internal void Fill(LargeLog log, int batch)
    {
        for (long first = 0; first < LargeLog.Size; first += batch)
        {
            Append([.. Enumerable.Range(0, (int)Math.Min(batch, LargeLog.Size - first)).Select(i => log.Entry(first + i))]);
        }
    }

    /// <summary>Proofs of random entries under one checkpoint.</summary>
    internal void Prove(int times)
    {
        TreeHead head = Head();
        for (int i = 0; i < times; i++)
        {
            Sink.Demand(proofs.Inclusion(head, RandomNumberGenerator.GetInt32((int)head.Size)).Length > 0, "a proof");
        }
    }

    /// <summary>The first proof under a checkpoint, each time: nothing of the tree is in memory.</summary>
    internal void ProveFirst(int times)
    {
        TreeHead head = Head();
        for (int i = 0; i < times; i++)
        {
            Sink.Demand(new LogProofs(Store).Inclusion(head, RandomNumberGenerator.GetInt32((int)head.Size)).Length > 0, "a proof");
        }
    }

    private TreeHead Head()
    {
        byte[] note = Store.Read(connection => LogStore.ReadSigned(connection))!;
        Sink.Demand(Checkpoint.TryOpen(note, new NoteVerifier(new VerifierKey("bench.example", vault.LogPublicKey), Ed25519.Verify), out Checkpoint? checkpoint, out _), "the checkpoint");
        return checkpoint!.Head;
    }
}
