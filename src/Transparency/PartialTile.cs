using System.Numerics;
using System.Runtime.InteropServices;

namespace Broker.Transparency;

/// <summary>A tile of hashes that is filled from the left, with the roots of its perfect subtrees, so that its own root takes at most eight hashes.</summary>
internal sealed class PartialTile
{
    private readonly List<Hash32> hashes = [];

    // INVARIANT: one for each one-bit of Count, the widest first.
    private readonly List<Hash32> peaks = [];

    internal int Count => hashes.Count;

    internal ReadOnlySpan<Hash32> Hashes => CollectionsMarshal.AsSpan(hashes);

    internal void Add(in Hash32 hash)
    {
        var joined = hash;
        for (var pairs = BitOperations.TrailingZeroCount(~hashes.Count); pairs > 0; pairs--)
        {
            joined = MerkleHash.Node(peaks[^1], joined);
            peaks.RemoveAt(peaks.Count - 1);
        }

        peaks.Add(joined);
        hashes.Add(hash);
    }

    /// <summary>The root over the tile's hashes and one more on their right, if there is one; null for neither.</summary>
    /// <remarks>RFC 6962 splits at the largest power of two, so what hangs on the right is joined to the narrowest subtree first.</remarks>
    internal Hash32? Root(Hash32? right)
    {
        for (var i = peaks.Count - 1; i >= 0; i--)
        {
            right = right is { } below ? MerkleHash.Node(peaks[i], below) : peaks[i];
        }

        return right;
    }

    internal void Clear()
    {
        hashes.Clear();
        peaks.Clear();
    }

    internal void CopyTo(PartialTile other)
    {
        other.hashes.AddRange(hashes);
        other.peaks.AddRange(peaks);
    }
}
