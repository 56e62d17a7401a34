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
    private const string LogName = "broker.example/bench";

    internal static IEnumerable<Row> All()
    {
        using Ed25519SigningKey key = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        var verifierKey = new VerifierKey(LogName, key.PublicKey);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        ReadOnlyMemory<byte>[] entries = [.. Enumerable.Range(0, LogSize).Select(_ => (ReadOnlyMemory<byte>)Inputs.Bytes(EntrySize))];
        ReadOnlyMemory<byte>[] batch = entries[..Batch];
        TreeHead head = Append(TreeHead.Empty, entries, files, keep: true);
        files[TilePath.Checkpoint] = new Checkpoint(LogName, head).Sign(new NoteSigner(verifierKey, key.Sign));
        yield return new Row(
            $"Merkle append, an entry of {EntrySize} bytes, {Batch} at a time",
            Work.Repeat(() => Append(head, batch, files, keep: false), Batch),
            "SHA-256 of the same bytes", Work.Repeat(() => Hash(batch), Batch));
        var log = new CheckpointVerifier(verifierKey, WitnessPolicy.None, Ed25519.Verify);
        yield return new Row(
            $"whole log verified, an entry of {LogSize:N0}",
            Work.Repeat(() => Sink.Demand(LogVerification.Check(files.GetValueOrDefault, log).IsClean, "the log"), LogSize),
            "SHA-256 of the same bytes", Work.Repeat(() => Hash(entries), LogSize));
    }

    private static TreeHead Append(TreeHead head, ReadOnlyMemory<byte>[] entries, Dictionary<string, byte[]> files, bool keep)
    {
        Sink.Demand(TileWriter.TryAppend(head, entries, files.GetValueOrDefault, out LogGrowth? growth, out _), "the append");
        foreach (LogFile file in keep ? growth!.Files : [])
        {
            files[file.Path.ToString()] = file.Content.ToArray();
        }

        return growth!.Head;
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
