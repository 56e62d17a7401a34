// The right edge of a growing tiled log, in memory.
//
// References: C2SP tlog-tiles; RFC 6962 section 2.1.
// Parameters: 8 levels of at most 255 hashes; a size below 2^63 has eight digits in base 256.

using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>The right edge of a growing tiled tree: at each level the hashes of the tile that is not full yet.</summary>
/// <remarks>
/// It is all that appending and the root need, whatever the size of the tree, so the one writer of a log keeps it between appends. It knows nothing of
/// the entries: whoever reads it from files holds the partial bundle against it. Not thread-safe.
/// </remarks>
public sealed class LogEdge
{
    private const int Levels = 8;

    private readonly PartialTile[] levels = [.. Enumerable.Range(0, Levels).Select(_ => new PartialTile())];
    private Hash32? root;

    /// <summary>Entries so far.</summary>
    public long Size { get; private set; }

    /// <summary>Size and RFC 6962 root of all leaves so far.</summary>
    public TreeHead Head => new(Size, Root());

    /// <summary>Reads the partial tiles of a stored tree and holds them against its root.</summary>
    /// <param name="head">The tree that was signed last.</param>
    /// <param name="read">Gives the stored files.</param>
    /// <param name="edge">The edge; null when the files do not match.</param>
    /// <param name="fault"><see cref="LogFault.TileMissing"/>, <see cref="LogFault.TileMalformed"/> or <see cref="LogFault.RootMismatch"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The head's size is negative.</exception>
    public static bool TryRead(TreeHead head, LogFileReader read, [NotNullWhen(true)] out LogEdge? edge, out LogFault fault) =>
        EdgeReader.TryRead(head, read, out edge, out fault);

    /// <summary>An edge of its own with the same leaves: what is appended to one is not in the other.</summary>
    public LogEdge Copy()
    {
        var copy = new LogEdge { Size = Size, root = root };
        for (var level = 0; level < Levels; level++)
        {
            levels[level].CopyTo(copy.levels[level]);
        }

        return copy;
    }

    /// <summary>Adds a leaf hash.</summary>
    /// <param name="leafHash"><see cref="MerkleHash.Leaf"/> of the entry.</param>
    /// <param name="fullTiles">Gets every tile of hashes that it fills, from the lowest level up.</param>
    /// <exception cref="OverflowException">The tree is as large as a tree can be.</exception>
    public void Append(in Hash32 leafHash, ICollection<LogFile> fullTiles)
    {
        ArgumentNullException.ThrowIfNull(fullTiles);
        Append(leafHash, (path, hashes) => fullTiles.Add(new LogFile(path, HashTile.Format(hashes))));
    }

    /// <summary>The partial tiles of hashes as they are now, whatever is appended later.</summary>
    /// <param name="fromLevel">The lowest level that is given, 0 for all.</param>
    public IEnumerable<LogFile> Partials(int fromLevel = 0) =>
        [.. PartialTiles(Size).Where(path => path.Level >= fromLevel).Select(path => new LogFile(path, HashTile.Format(Partial(path.Level))))];

    /// <summary>The hashes of the partial tile at a level, empty when there is none.</summary>
    internal ReadOnlySpan<Hash32> Partial(int level) => levels[level].Hashes;

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
    internal static LogEdge Restore(long size, IEnumerable<(int Level, Hash32[] Hashes)> partials)
    {
        var edge = new LogEdge { Size = size };
        foreach (var (level, hashes) in partials)
        {
            foreach (var hash in hashes)
            {
                edge.levels[level].Add(hash);
            }
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
        root = null;
        var carried = leafHash;
        for (var level = 0; level < Levels; level++)
        {
            levels[level].Add(carried);
            if (levels[level].Count < TilePath.FullWidth)
            {
                return;
            }

            var tile = levels[level].Hashes.ToArray();
            carried = levels[level].Root(null)!.Value;
            levels[level].Clear();
            filled(TilePath.Hashes(level, (Size >> (TilePath.Height * (level + 1))) - 1), tile);
        }
    }

    /// <summary>The RFC 6962 root of all leaves so far.</summary>
    internal Hash32 Root() => root ??= RootCore();

    private Hash32 RootCore()
    {
        Hash32? carried = null;
        foreach (var level in levels)
        {
            // A tree that is no power of two wide splits at tile borders, so the part on its right hangs below as one more hash.
            carried = level.Root(carried);
        }

        return carried ?? MerkleHash.Empty;
    }
}
