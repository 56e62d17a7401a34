// Consistency proofs: that an older tree is a prefix of a newer one, so that nothing was changed, dropped or inserted.
//
// References: RFC 6962 section 2.1.2 (building, recursive); RFC 9162 section 2.1.4.2 (verifying, iterative).
// Parameters: sizes 0 to 2^63-1, at most 64 hashes in a proof.

using System.Numerics;

namespace Broker.Transparency;

/// <summary>Builds and verifies proofs that a tree only grew.</summary>
public static class Consistency
{
    /// <summary>The proof between two sizes; empty when the sizes are equal or the old one is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The old size is negative or larger than the new one.</exception>
    public static Hash32[] Build(long oldSize, long newSize, HashReader read)
    {
        if (oldSize < 0 || oldSize > newSize)
        {
            throw Faults.OutOfTree(nameof(oldSize));
        }

        return oldSize == 0 || oldSize == newSize ? [] : BuildCore(oldSize, newSize, read);
    }

    private static Hash32[] BuildCore(long oldSize, long newSize, HashReader read)
    {
        var path = new List<Hash32>();
        long start = 0, end = newSize;
        while (end != oldSize)
        {
            var middle = start + MerkleTree.Split(end - start);
            if (oldSize <= middle)
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

        // The old tree's own root is known to the verifier and left out; a part of it is not.
        if (start != 0)
        {
            path.Add(MerkleTree.Range(start, end, read));
        }

        path.Reverse();
        return [.. path];
    }

    /// <summary>Whether the proof shows that the new tree extends the old one. Never throws, whatever the input.</summary>
    /// <remarks>Any tree extends the empty tree: then the old root is that of no entries and the proof is empty.</remarks>
    public static bool Verify(
        long oldSize, in Hash32 oldRoot, long newSize, in Hash32 newRoot, ReadOnlySpan<Hash32> proof)
    {
        if (oldSize < 0 || oldSize > newSize)
        {
            return false;
        }

        if (oldSize == 0)
        {
            return proof.IsEmpty && oldRoot == MerkleHash.Empty && (newSize > 0 || newRoot == MerkleHash.Empty);
        }

        if (oldSize == newSize)
        {
            return proof.IsEmpty && oldRoot == newRoot;
        }

        return VerifyCore(oldSize, oldRoot, newSize, newRoot, proof);
    }

    private static bool VerifyCore(
        long oldSize, in Hash32 oldRoot, long newSize, in Hash32 newRoot, ReadOnlySpan<Hash32> proof)
    {
        var node = oldSize - 1;
        var last = newSize - 1;
        var shift = BitOperations.TrailingZeroCount(~node);
        node >>= shift;
        last >>= shift;

        // The old tree is one perfect subtree: its root is the seed, and the proof leaves it out.
        var seedIsOldRoot = node == 0;
        if (!seedIsOldRoot && proof.IsEmpty)
        {
            return false;
        }

        var oldHash = seedIsOldRoot ? oldRoot : proof[0];
        var newHash = oldHash;
        foreach (ref readonly var hash in seedIsOldRoot ? proof : proof[1..])
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                oldHash = MerkleHash.Node(hash, oldHash);
                newHash = MerkleHash.Node(hash, newHash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                newHash = MerkleHash.Node(newHash, hash);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && oldHash == oldRoot && newHash == newRoot;
    }
}
