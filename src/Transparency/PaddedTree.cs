// Merkle trees whose size tells nothing: a fixed number of leaves, those that are meant among dummies.
//
// References: RFC 6962 section 2.1 (the tree and its hashes); NIST SP 800-108 revision 1, KDF in counter mode with HMAC-SHA-256 (the dummies).
// Parameters: 65,536 leaves, or the next of 65,536 * 16^k (k up to 3) when more are meant; a seed of 32 bytes; label and context separate uses.
// Why it is safe: a leaf that is meant is a hash of something salted, a dummy is output of a pseudorandom function under a secret seed; sorted
//   together, whoever lacks salts and seed can't tell them apart, so neither position nor path depends on how many are meant.
// Limits: that more than 65,536 are meant shows in the length of a path, and nothing else does.
using System.Security.Cryptography;

namespace Broker.Transparency;

/// <summary>A tree of constant size over leaf hashes, filled with dummies and sorted.</summary>
public sealed class PaddedTree
{
    /// <summary>Leaves in the smallest tree.</summary>
    public const int SmallestSize = 1 << SmallestHeight;

    /// <summary>Bytes in a seed.</summary>
    public const int SeedSize = 32;

    private const int SmallestHeight = 16;
    private const int HeightStep = 4;
    private const int LargestHeight = SmallestHeight + (3 * HeightStep);

    private readonly Hash32[][] levels; // from the leaves to the root

    private PaddedTree(Hash32[][] levels) => this.levels = levels;

    /// <summary>Number of leaves, dummies included.</summary>
    public int Size => levels[0].Length;

    /// <summary>The root.</summary>
    public Hash32 Root => levels[^1][0];

    /// <summary>Whether a tree of this kind can have this size.</summary>
    public static bool IsSize(long size) => HeightOf(size) > 0;

    /// <summary>Hashes in a path of a tree of this size; 0 when no tree of this kind has it.</summary>
    public static int HeightOf(long size)
    {
        for (var height = SmallestHeight; height <= LargestHeight; height += HeightStep)
        {
            if (size == 1L << height)
            {
                return height;
            }
        }

        return 0;
    }

    /// <summary>Builds the tree; the same leaves, seed, label and context give the same tree.</summary>
    /// <param name="leaves">Leaf hashes that are meant, each once, in any order; each must be unpredictable to whoever is to learn nothing.</param>
    /// <param name="seed">32 secret bytes, for one set of leaves only.</param>
    /// <param name="label">The use.</param>
    /// <param name="context">Which tree of that use.</param>
    /// <exception cref="ArgumentException">The seed has another length, or the leaves are more than the largest tree has.</exception>
    public static PaddedTree Build(IReadOnlyList<Hash32> leaves, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context)
    {
        if (seed.Length != SeedSize)
        {
            throw Faults.SeedLength(seed.Length);
        }

        var sorted = new Hash32[SizeFor(leaves.Count)];
        for (var i = 0; i < leaves.Count; i++)
        {
            sorted[i] = leaves[i];
        }

        // All dummies of the tree in one derivation, however many are used.
        var dummies = new byte[checked((sorted.Length - leaves.Count) * Hash32.Size)];
        if (dummies.Length > 0)
        {
            SP800108HmacCounterKdf.DeriveBytes(seed, HashAlgorithmName.SHA256, label, context, dummies);
        }

        for (var i = leaves.Count; i < sorted.Length; i++)
        {
            sorted[i] = new Hash32(dummies.AsSpan((i - leaves.Count) * Hash32.Size, Hash32.Size));
        }

        CryptographicOperations.ZeroMemory(dummies);
        Array.Sort(sorted, static (a, b) => Hash32.Compare(a, b));
        return new PaddedTree(LevelsOver(sorted));
    }

    /// <summary>Finds a leaf and its path; false when it is not in the tree.</summary>
    /// <param name="leaf">The leaf hash.</param>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="path">From the leaf's sibling to the root's child.</param>
    public bool TryProve(in Hash32 leaf, out int index, out Hash32[] path)
    {
        path = [];
        index = Array.BinarySearch(levels[0], leaf, Comparer<Hash32>.Create(static (a, b) => Hash32.Compare(a, b)));
        if (index < 0)
        {
            index = -1;
            return false;
        }

        path = new Hash32[levels.Length - 1];
        for (var height = 0; height < path.Length; height++)
        {
            path[height] = levels[height][(index >> height) ^ 1];
        }

        return true;
    }

    private static int SizeFor(int leaves)
    {
        for (var height = SmallestHeight; height <= LargestHeight; height += HeightStep)
        {
            if (leaves <= 1 << height)
            {
                return 1 << height;
            }
        }

        throw Faults.TooManyLeaves(leaves);
    }

    private static Hash32[][] LevelsOver(Hash32[] leaves)
    {
        List<Hash32[]> levels = [leaves];
        while (levels[^1] is { Length: > 1 } below)
        {
            var above = new Hash32[below.Length / 2];
            for (var i = 0; i < above.Length; i++)
            {
                above[i] = MerkleHash.Node(below[2 * i], below[(2 * i) + 1]);
            }

            levels.Add(above);
        }

        return [.. levels];
    }
}
