// Reading proofs out of tiles that nobody vouches for.
//
// References: C2SP tlog-tiles.
// INVARIANT: a hash is used only when the root of the tree head fixes it: the partial tiles make up the root, and the root
// of a full tile is a hash of the tile above it, which was checked in the same way.

using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>Gives the hashes that proofs are built from, out of stored tiles, each checked against the root of the tree.</summary>
/// <remarks>Holds the tiles that it has read (16 KB each) as long as it lives; make one for a tree head and drop it. Not thread-safe.</remarks>
public sealed class TileHashReader
{
    private readonly LogFileReader read;
    private readonly LogEdge edge;
    private readonly Dictionary<(int Level, long Index), TileNodes> full = [];
    private readonly TileNodes?[] partial = new TileNodes?[8];

    private TileHashReader(TreeHead head, LogFileReader read, LogEdge edge)
    {
        Head = head;
        this.read = read;
        this.edge = edge;
    }

    /// <summary>The tree that all hashes belong to.</summary>
    public TreeHead Head { get; }

    /// <summary>Reads the partial tiles and holds them against the head.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The head's size is negative.</exception>
    public static bool TryOpen(
        TreeHead head, LogFileReader read, [NotNullWhen(true)] out TileHashReader? reader, out LogFault fault)
    {
        reader = EdgeReader.TryRead(head, read, out var edge, out fault) ? new TileHashReader(head, read, edge) : null;
        return reader is not null;
    }

    /// <summary>A <see cref="HashReader"/> over the tiles.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The subtree is not wholly in the tree.</exception>
    /// <exception cref="LogCorruptException">A tile is absent or not the one that the root fixes.</exception>
    public Hash32 Read(int height, long index)
    {
        if (height is < 0 or > 62 || index < 0 || index >= Head.Size >> height)
        {
            throw Faults.OutOfTree(nameof(index));
        }

        var level = height / TilePath.Height;
        var within = height % TilePath.Height;
        var tile = Tile(level, index >> (TilePath.Height - within));
        return tile.At(within, (int)(index & (0xff >> within)));
    }

    private TileNodes Tile(int level, long index)
    {
        // The shift stays below 64: only levels 0 to 7 exist, and at level 7 every tile is the edge tile.
        if (level == 7 || index == Head.Size >> (TilePath.Height * (level + 1)))
        {
            return partial[level] ??= new TileNodes(edge.Partial(level));
        }

        if (full.TryGetValue((level, index), out var known))
        {
            return known;
        }

        var path = TilePath.Hashes(level, index);
        var bytes = read(path.ToString()) ?? throw new LogCorruptException(LogFault.TileMissing, path);
        var hashes = HashTile.TryParse(bytes, TilePath.FullWidth)
            ?? throw new LogCorruptException(LogFault.TileMalformed, path);
        var parent = Tile(level + 1, index >> TilePath.Height).At(0, (int)(index & 0xff));
        var nodes = new TileNodes(hashes);
        if (nodes.At(TilePath.Height, 0) != parent)
        {
            throw new LogCorruptException(LogFault.TileMismatch, path);
        }

        full.Add((level, index), nodes);
        return nodes;
    }
}
