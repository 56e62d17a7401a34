namespace Broker.Transparency;

/// <summary>The right edge of a growing tiled tree: at each level the hashes of the tile that is not full yet.</summary>
/// <remarks>It is all that appending and the root need, whatever the size of the tree.</remarks>
internal sealed class TileEdge
{
    // A size below 2^63 has eight digits in base 256.
    private const int Levels = 8;

    private readonly List<Hash32>[] levels = [.. Enumerable.Range(0, Levels).Select(_ => new List<Hash32>())];

    internal long Size { get; private set; }

    /// <summary>The hashes of the partial tile at a level, empty when there is none.</summary>
    internal ReadOnlySpan<Hash32> Partial(int level) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(levels[level]);

    /// <summary>Levels that a tree of this size has a partial tile at, with index and width of that tile.</summary>
    internal static IEnumerable<TilePath> PartialTiles(long size)
    {
        for (var level = 0; size > 0; level++, size >>= TilePath.Height)
        {
            if ((size & 0xff) != 0)
            {
                yield return TilePath.Hashes(level, size >> TilePath.Height, (int)(size & 0xff));
            }
        }
    }

    /// <summary>Puts the stored partial tiles of a tree in place; every one that <see cref="PartialTiles"/> names.</summary>
    internal static TileEdge Restore(long size, IEnumerable<(int Level, Hash32[] Hashes)> partials)
    {
        var edge = new TileEdge { Size = size };
        foreach (var (level, hashes) in partials)
        {
            edge.levels[level].AddRange(hashes);
        }

        return edge;
    }

    /// <summary>Adds a leaf hash, and calls back for every tile that it fills, from the lowest level up.</summary>
    internal void Append(in Hash32 leafHash, Action<TilePath, Hash32[]> filled)
    {
        if (Size == long.MaxValue)
        {
            throw Faults.TooManyEntries();
        }

        Size++;
        var carried = leafHash;
        for (var level = 0; level < Levels; level++)
        {
            levels[level].Add(carried);
            if (levels[level].Count < TilePath.FullWidth)
            {
                return;
            }

            Hash32[] tile = [.. levels[level]];
            levels[level].Clear();
            filled(TilePath.Hashes(level, (Size >> (TilePath.Height * (level + 1))) - 1), tile);
            carried = MerkleTree.Root(tile);
        }
    }

    /// <summary>The RFC 6962 root of all leaves so far.</summary>
    internal Hash32 Root()
    {
        Hash32? carried = null;
        foreach (var level in levels)
        {
            // A tree that is no power of two wide splits at tile borders, so the part on its right hangs below as one more hash.
            Hash32[] hashes = carried is { } right ? [.. level, right] : [.. level];
            carried = hashes.Length == 0 ? null : MerkleTree.Root(hashes);
        }

        return carried ?? MerkleHash.Empty;
    }
}
