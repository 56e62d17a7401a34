// Inclusion proofs: that an entry is at an index of a tree.
//
// References: RFC 6962 section 2.1.1 (building, recursive); RFC 9162 section 2.1.3.2 (verifying, iterative).
// Parameters: indices and sizes 0 to 2^63-1, hence at most 63 hashes in a proof, ordered from the leaf's sibling to the root's child.

namespace Broker.Transparency;

/// <summary>Builds and verifies proofs that an entry is in the tree.</summary>
public static class Inclusion
{
    /// <summary>The proof for the entry at <paramref name="index"/> in the tree of <paramref name="size"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in the tree.</exception>
    public static Hash32[] Build(long index, long size, HashReader read)
    {
        if (size < 1 || index < 0 || index >= size)
        {
            throw Faults.OutOfTree(nameof(index));
        }

        var path = new List<Hash32>();
        long start = 0, end = size;
        while (end - start > 1)
        {
            var middle = start + MerkleTree.Split(end - start);
            if (index < middle)
            {
                path.Add(MerkleTree.Range(middle, end, read));
                end = middle;
            }
            else
            {
                path.Add(MerkleTree.Range(start, middle, read));
                start = middle;
            }
        }

        path.Reverse();
        return [.. path];
    }

    /// <summary>Whether the proof shows that the leaf is at the index of the tree with this root. Never throws, whatever the input.</summary>
    public static bool Verify(in Hash32 leafHash, long index, long size, ReadOnlySpan<Hash32> proof, in Hash32 root)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }

        var node = index;
        var last = size - 1;
        var hash = leafHash;
        foreach (ref readonly var sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.Node(sibling, hash);
                // A right edge without sibling at this height is carried up unchanged.
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && hash == root;
    }
}
