using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Bench.Rows;

/// <summary>The disclosure log: growing it, and checking all of it.</summary>
internal static class TransparencyRows
{
    private const int EntrySize = 250;
    private const int Batch = 256;
    private const int LogSize = (40 * Batch) + 100; // a partial tile and a partial bundle at the edge
    private const double LeastAppends = 250_000;
    private const string LogName = "broker.example/bench";

    internal static IEnumerable<Row> All()
    {
        using Ed25519SigningKey key = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        var verifierKey = new VerifierKey(LogName, key.PublicKey);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        ReadOnlyMemory<byte>[] entries = [.. Enumerable.Range(0, LogSize).Select(_ => (ReadOnlyMemory<byte>)Inputs.Bytes(EntrySize))];
        var edge = new LogEdge();
        Write(edge, entries, files);
        files[TilePath.Checkpoint] = new Checkpoint(LogName, edge.Head).Sign(new NoteSigner(verifierKey, key.Sign));
        yield return new Row(
            $"Merkle append, an entry of {EntrySize} bytes, the root of each {Batch}",
            Work.Repeat(() => Append(edge, entries), LogSize),
            "SHA-256 of the same bytes", Work.Repeat(() => Hash(entries), LogSize)) { AtLeast = LeastAppends };
        var log = new CheckpointVerifier(verifierKey, WitnessPolicy.None, Ed25519.Verify);
        yield return new Row(
            $"whole log verified, an entry of {LogSize:N0}",
            Work.Repeat(() => Sink.Demand(LogVerification.Check(files.GetValueOrDefault, log).IsClean, "the log"), LogSize),
            "SHA-256 of the same bytes", Work.Repeat(() => Hash(entries), LogSize));
    }

    private static void Append(LogEdge edge, ReadOnlyMemory<byte>[] entries)
    {
        var tiles = new List<LogFile>();
        for (int i = 0; i < entries.Length; i++)
        {
            edge.Append(MerkleHash.Leaf(entries[i].Span), tiles);
            if ((i + 1) % Batch == 0)
            {
                Sink.Take((int)edge.Head.Size);
            }
        }
    }

    private static void Write(LogEdge edge, ReadOnlyMemory<byte>[] entries, Dictionary<string, byte[]> files)
    {
        var tiles = new List<LogFile>();
        foreach (ReadOnlyMemory<byte>[] bundle in entries.Chunk(TilePath.FullWidth))
        {
            files[TilePath.Entries(edge.Size / TilePath.FullWidth, bundle.Length).ToString()] = EntryBundle.Format(bundle);
            foreach (ReadOnlyMemory<byte> entry in bundle)
            {
                edge.Append(MerkleHash.Leaf(entry.Span), tiles);
            }
        }

        foreach (LogFile file in tiles.Concat(edge.Partials()))
        {
            files[file.Path.ToString()] = file.Content.ToArray();
        }
    }

    private static void Hash(ReadOnlyMemory<byte>[] entries)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (ReadOnlyMemory<byte> entry in entries)
        {
            SHA256.HashData(entry.Span, digest);
        }

        Sink.Take(digest[0]);
    }
}
