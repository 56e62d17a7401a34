using System.Numerics;

namespace Broker.Transparency;

/// <summary>Roots of RFC 6962 trees and of their parts.</summary>
public static class MerkleTree
{
    /// <summary>The root of the first <paramref name="size"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Size is negative.</exception>
    public static Hash32 Root(long size, HashReader read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? MerkleHash.Empty : Range(0, size, read);
    }

    /// <summary>The root over leaf hashes that are all at hand.</summary>
    public static Hash32 Root(ReadOnlySpan<Hash32> leafHashes)
    {
        if (leafHashes.Length <= 1)
        {
            return leafHashes.IsEmpty ? MerkleHash.Empty : leafHashes[0];
        }

        var split = (int)Split(leafHashes.Length);
        return MerkleHash.Node(Root(leafHashes[..split]), Root(leafHashes[split..]));
    }

    /// <summary>A reader over leaf hashes that are all at hand.</summary>
    public static HashReader Over(IReadOnlyList<Hash32> leafHashes) => (height, index) =>
    {
        var start = checked((int)(index << height));
        var leaves = new Hash32[1 << height];
        for (var i = 0; i < leaves.Length; i++)
        {
            leaves[i] = leafHashes[start + i];
        }

        return Root(leaves);
    };

    /// <summary>MTH(D[start:end]) for a range that is a subtree of some RFC 6962 tree, so that its parts are perfect subtrees.</summary>
    internal static Hash32 Range(long start, long end, HashReader read)
    {
        var width = end - start;
        if (BitOperations.IsPow2(width))
        {
            var height = BitOperations.Log2((ulong)width);
            return read(height, start >> height);
        }

        var middle = start + Split(width);
        return MerkleHash.Node(Range(start, middle, read), Range(middle, end, read));
    }

    /// <summary>The largest power of two that is smaller than <paramref name="width"/> (at least 2).</summary>
    internal static long Split(long width) => 1L << BitOperations.Log2((ulong)(width - 1));
}
