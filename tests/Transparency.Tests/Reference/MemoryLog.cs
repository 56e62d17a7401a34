using System.Text;

namespace Broker.Transparency.Tests.Reference;

/// <summary>A log whose files are in a dictionary, grown by the product's writer and signed with a test key.</summary>
internal sealed class MemoryLog
{
    internal const string Origin = "log.example/test";

    internal static TestKey LogKey { get; } = new(Origin);

    internal Dictionary<string, byte[]> Files { get; } = [];

    internal List<byte[]> Entries { get; } = [];

    internal TreeHead Head { get; private set; } = TreeHead.Empty;

    internal byte[]? Read(string path) => Files.GetValueOrDefault(path);

    internal static MemoryLog Of(IEnumerable<byte[]> entries)
    {
        var log = new MemoryLog();
        log.Append([.. entries]);
        return log;
    }

    internal static byte[] Entry(int number, string series = "entry") => Encoding.ASCII.GetBytes($"{series} {number}");

    internal static MemoryLog OfSize(int size, string series = "entry") =>
        Of(Enumerable.Range(0, size).Select(i => Entry(i, series)));

    internal LogGrowth Append(params IReadOnlyList<byte[]> entries)
    {
        var memory = entries.Select(e => new ReadOnlyMemory<byte>(e)).ToList();
        Assert.True(TileWriter.TryAppend(Head, memory, Read, out var growth, out var fault), fault.ToString());
        foreach (var file in growth.Files)
        {
            Files.Add(file.Path.ToString(), file.Content.ToArray());
        }

        Entries.AddRange(entries);
        Head = growth.Head;
        Files[TilePath.Checkpoint] = new Checkpoint(Origin, Head).Sign(LogKey.Signer);
        return growth;
    }

    internal MemoryLog Copy()
    {
        var copy = new MemoryLog { Head = Head };
        copy.Entries.AddRange(Entries);
        foreach (var (path, content) in Files)
        {
            copy.Files.Add(path, [.. content]);
        }

        return copy;
    }

    internal LogReport Check(TreeHead? earlier = null, LogEntryVisitor? visit = null) =>
        LogVerification.Check(Read, LogKey.Log, earlier, visit);

    internal LogReport Check(CheckpointVerifier log, TreeHead? earlier = null) => LogVerification.Check(Read, log, earlier);

    /// <summary>Asks witnesses, as the product's silo does, and puts what they give under the checkpoint.</summary>
    internal void AskFor(params IReadOnlyList<TestWitness> witnesses)
    {
        Assert.True(TileHashReader.TryOpen(Head, Read, out var reader, out _));
        var signed = Files[TilePath.Checkpoint];
        var proofs = new Dictionary<long, Hash32[]>();
        foreach (var witness in witnesses)
        {
            // The log tells the truth about what the witness has; a tree shorter than that has no proof to give.
            var old = Math.Min(witness.Latest.Size, Head.Size);
            if (!proofs.TryGetValue(old, out var proof))
            {
                proofs[old] = proof = old == 0 ? [] : Consistency.Build(old, Head.Size, reader.Read);
            }

            var request = new AddCheckpoint(witness.Latest.Size, proof, signed);
            Files[TilePath.Checkpoint] = [.. Files[TilePath.Checkpoint], .. Encoding.UTF8.GetBytes(witness.Ask(request, LogKey))];
        }
    }
}
