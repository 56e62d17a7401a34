using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests.Interop;

/// <summary>Live, against golang.org/x/mod/sumdb/tlog: both say the same of every proof, and read the same proofs out of the same tiles.</summary>
public sealed class GoProofTests
{
    private const int Proofs = 10_000;

    private static readonly MemoryLog Large = MemoryLog.OfSize(66_100);

    [SumdbFact]
    public async Task Roots_OfOneTo600Entries_AreTheSame()
    {
        var entries = Enumerable.Range(0, 600).Select(i => MemoryLog.Entry(i)).ToArray();
        var edge = new LogEdge();
        var ours = entries.Select(entry =>
        {
            edge.Append(MerkleHash.Leaf(entry), []);
            return edge.Head.Root.ToString();
        }).ToList();

        Assert.Equal(ours, (await GoSumdb.RunAsync([new GoJob("roots") { Entries = entries }]))[0].Hex);
    }

    [SumdbFact]
    public async Task Proofs_TenThousandTrueAndFalse_AreJudgedTheSame()
    {
        var random = new SeededBytes("go proofs");
        var trees = new[] { Tree(Tree300.Size, Tree300.Read, Tree300.Leaves), Tree(Large) };
        var cases = Enumerable.Range(0, Proofs).Select(i => i % 2 == 0 ? InclusionCase(trees[i / 2 % 2], random) : ConsistencyCase(trees[i / 2 % 2], random)).ToList();

        var results = await GoSumdb.RunAsync(cases.ConvertAll(one => one.Job));

        Assert.All(cases.Zip(results), pair => Assert.Equal((pair.First.Holds, ""), (pair.Second.Holds, pair.Second.Error)));
        Assert.InRange(cases.Count(one => one.Holds), Proofs / 4, Proofs * 3 / 4);
    }

    private sealed record AnyTree(int Size, HashReader Read, Hash32[] Leaves);

    private static AnyTree Tree(int size, HashReader read, Hash32[] leaves) => new(size, read, leaves);

    private static AnyTree Tree(MemoryLog log)
    {
        Assert.True(TileHashReader.TryOpen(log.Head, log.Read, out var reader, out _));
        return new AnyTree((int)log.Head.Size, reader.Read, [.. log.Entries.Select(entry => MerkleHash.Leaf(entry))]);
    }

    private static (GoJob Job, bool Holds) InclusionCase(AnyTree tree, SeededBytes random)
    {
        var size = 1L + random.Below(tree.Size);
        var index = (long)random.Below((int)size);
        var (leaf, root) = (tree.Leaves[(int)index], MerkleTree.Root(size, tree.Read));
        var proof = Inclusion.Build(index, size, tree.Read);
        switch (random.Below(10))
        {
            case 0:
                index = random.Below(tree.Size);
                break;
            case 1:
                size = Math.Max(1, size - 1 + random.Below(3));
                break;
            case 2:
                leaf = tree.Leaves[random.Below(tree.Size)];
                break;
            case 3:
                root = MerkleTree.Root(1 + random.Below(tree.Size), tree.Read);
                break;
            case 4 or 5:
                proof = Mutated(proof, random);
                break;
        }

        var job = new GoJob("inclusion") { Leaf = leaf.ToArray(), Index = index, Size = size, Root = root.ToArray(), Proof = Bytes(proof) };
        return (job, Inclusion.Verify(leaf, index, size, proof, root));
    }

    // The checksum database knows no tree without entries: sizes are 1 and more.
    private static (GoJob Job, bool Holds) ConsistencyCase(AnyTree tree, SeededBytes random)
    {
        var size = 1L + random.Below(tree.Size);
        var old = 1L + random.Below((int)size);
        var (root, oldRoot) = (MerkleTree.Root(size, tree.Read), MerkleTree.Root(old, tree.Read));
        var proof = Consistency.Build(old, size, tree.Read);
        switch (random.Below(10))
        {
            case 0:
                old = Math.Max(1, old - 1 + random.Below(3));
                break;
            case 1:
                size = Math.Max(1, size - 1 + random.Below(3));
                break;
            case 2:
                oldRoot = tree.Leaves[random.Below(tree.Size)];
                break;
            case 3:
                (root, oldRoot) = (oldRoot, root);
                break;
            case 4 or 5:
                proof = Mutated(proof, random);
                break;
        }

        var job = new GoJob("consistency") { OldSize = old, OldRoot = oldRoot.ToArray(), Size = size, Root = root.ToArray(), Proof = Bytes(proof) };
        return (job, Consistency.Verify(old, oldRoot, size, root, proof));
    }

    private static byte[][] Bytes(Hash32[] hashes) => [.. hashes.Select(hash => hash.ToArray())];

    private static Hash32[] Mutated(Hash32[] proof, SeededBytes random)
    {
        var all = ProofMutations.Of(proof).ToList();
        return all[random.Below(all.Count)];
    }

    [SumdbFact]
    public async Task Tiles_OfOurs_GiveTheSameProofsThere()
    {
        var random = new SeededBytes("go tiles");
        var cases = new List<(GoJob Job, string[]? Ours)>();
        foreach (var log in new[] { 1, 2, 255, 256, 257, 511, 512, 700 }.Select(size => MemoryLog.OfSize(size)).Append(Large))
        {
            for (var i = log == Large ? 2 : 15; i > 0; i--)
            {
                cases.Add(TileCase(log, log.Files, random.Below((int)log.Head.Size), 0));
                cases.Add(TileCase(log, log.Files, -1, 1 + random.Below((int)log.Head.Size)));
            }
        }

        var results = await GoSumdb.RunAsync(cases.ConvertAll(one => one.Job));

        Assert.All(cases.Zip(results), pair => Assert.Equal("", pair.Second.Error));
        Assert.All(cases.Zip(results), pair => Assert.Equal(pair.First.Ours, pair.Second.Hex));
    }

    [SumdbFact]
    public async Task Tiles_Damaged_GiveAFalseProofNeitherHereNorThere()
    {
        var random = new SeededBytes("go damaged tiles");
        var cases = new List<(GoJob Job, string[]? Ours, string[]? True)>();
        for (var i = 0; i < 300; i++)
        {
            var log = MemoryLog.OfSize(1 + random.Below(700));
            var damaged = log.Copy().Files;
            var paths = damaged.Keys.Where(path => path.StartsWith("tile/", StringComparison.Ordinal) && !path.Contains("entries", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
            var path = paths[random.Below(paths.Count)];
            damaged[path] = random.Below(4) == 0 ? damaged[path][..^1] : damaged[path];
            damaged[path][random.Below(damaged[path].Length)] ^= (byte)(1 << random.Below(8));
            var index = random.Below((int)log.Head.Size);
            var (job, ours) = TileCase(log, damaged, index, 0);
            cases.Add((job, ours, TileCase(log, log.Files, index, 0).Ours));
        }

        var results = await GoSumdb.RunAsync(cases.ConvertAll(one => one.Job));

        // Either may leave unread what it does not need; what it gives is the true proof.
        Assert.All(cases.Zip(results), pair =>
        {
            Assert.True(pair.First.Ours is null || pair.First.Ours.SequenceEqual(pair.First.True!));
            Assert.True(pair.Second.Error.Length > 0 || pair.Second.Hex.SequenceEqual(pair.First.True!));
        });
        Assert.InRange(cases.Count(one => one.Ours is null), 150, 299);
        Assert.InRange(results.Count(one => one.Error.Length > 0), 150, 299);
    }

    /// <summary>A job over files, and the proof that we read out of them; null when we refuse them.</summary>
    private static (GoJob Job, string[]? Ours) TileCase(MemoryLog log, Dictionary<string, byte[]> files, int index, int old)
    {
        var size = log.Head.Size;
        var tiles = files.Where(file => file.Key.StartsWith("tile/", StringComparison.Ordinal) && !file.Key.Contains("entries", StringComparison.Ordinal)).ToDictionary();
        var oldRoot = old == 0 ? null : new Rfc6962Model(log.Entries).Mth(0, old);
        var leaf = index < 0 ? null : MerkleHash.Leaf(log.Entries[index]).ToArray();
        var job = new GoJob("tiles") { Size = size, Root = log.Head.Root.ToArray(), Files = tiles, Index = index, Leaf = leaf, OldSize = old, OldRoot = oldRoot };
        if (!TileHashReader.TryOpen(log.Head, files.GetValueOrDefault, out var reader, out _))
        {
            return (job, null);
        }

        try
        {
            var proof = index < 0 ? Consistency.Build(old, size, reader.Read) : Inclusion.Build(index, size, reader.Read);
            return (job, [.. proof.Select(hash => hash.ToString())]);
        }
        catch (LogCorruptException)
        {
            return (job, null);
        }
    }
}
