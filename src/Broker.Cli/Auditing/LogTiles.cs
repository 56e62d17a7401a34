using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Answers about a tree from its tiles, each tile held against the tree's root.</summary>
internal static class LogTiles
{
    /// <summary>Whether the tree of <paramref name="newer"/> begins with that of <paramref name="older"/>; null when tiles are missing or not those of the root.</summary>
    public static bool? Extends(TreeHead older, TreeHead newer, LogFileReader read)
        => older.Size > newer.Size ? false
            : older.Size == newer.Size ? older.Root == newer.Root
            : RootAt(older.Size, newer, read) is Hash32 root ? root == older.Root : null;

    /// <summary>The root of the tree's first entries; null when tiles are missing or not those of the tree's root.</summary>
    public static Hash32? RootAt(long size, TreeHead head, LogFileReader read)
    {
        try
        {
            return size == 0 ? MerkleHash.Empty
                : TileHashReader.TryOpen(head, read, out var reader, out _) ? MerkleTree.Root(size, reader.Read) : null;
        }
        catch (LogCorruptException)
        {
            return null;
        }
    }

    /// <summary>The proof that an entry is in the tree; null when tiles are missing or not those of the root.</summary>
    public static Hash32[]? Prove(long index, TreeHead head, LogFileReader read)
    {
        try
        {
            return TileHashReader.TryOpen(head, read, out var reader, out _) ? Inclusion.Build(index, head.Size, reader.Read) : null;
        }
        catch (LogCorruptException)
        {
            return null;
        }
    }
}
