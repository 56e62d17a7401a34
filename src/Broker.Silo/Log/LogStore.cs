using System.Data.Common;
using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>The rows of the disclosure log: entries with their leaf hashes, the newest version of each tile above them, and two checkpoints.</summary>
/// <remarks>
/// A partial tile is a prefix of every later version of itself, and a bundle or the lowest partial tile is a run of entries, so only entries, full
/// tiles and the newest of the upper ones are stored; every older file that a reader may still ask for is cut out of them.
/// The signed checkpoint covers all entries; the published one is the newest that has its quorum, and all that readers see.
/// </remarks>
internal static class LogStore
{
    /// <summary>Where the newest signed checkpoint is stored; no reader of the log asks for this path.</summary>
    public const string SignedPath = "signed";

    /// <summary>Stores a file, in the place of an earlier version of it.</summary>
    public const string PutFile = "INSERT INTO log_files (path, content) VALUES ($1, $2) ON CONFLICT (path) DO UPDATE SET content = excluded.content";

    /// <summary>A file by its path, whatever is published; <c>checkpoint</c> is the published one.</summary>
    public static byte[]? ReadFile(StoreConnection connection, string path)
    {
        if (string.Equals(path, TilePath.Checkpoint, StringComparison.Ordinal))
        {
            return ReadStored(connection, TilePath.Checkpoint);
        }

        if (!TilePath.TryParse(path, out TilePath? tile))
        {
            return null;
        }

        return tile.IsEntries ? ReadBundle(connection, tile) : ReadTile(connection, tile);
    }

    /// <summary>A file as readers see it: the published checkpoint, and what its tree of this size has.</summary>
    public static byte[]? ReadPublished(StoreConnection connection, string path, long size) =>
        string.Equals(path, TilePath.Checkpoint, StringComparison.Ordinal) || (TilePath.TryParse(path, out TilePath? tile) && IsWithin(tile, size))
            ? ReadFile(connection, path)
            : null;

    /// <summary>The newest signed checkpoint; null for an empty log.</summary>
    public static byte[]? ReadSigned(StoreConnection connection) => ReadStored(connection, SignedPath);

    public static void WritePublished(StoreConnection connection, byte[] checkpoint) => connection.Execute(PutFile, TilePath.Checkpoint, checkpoint);

    public static long? FindIndex(StoreConnection connection, byte[] key) =>
        connection.Number("SELECT idx FROM log_entries WHERE key = $1", key);

    /// <summary>How many entries there are.</summary>
    public static long Size(StoreConnection connection) => (connection.Number("SELECT max(idx) FROM log_entries") ?? -1) + 1;

    public static byte[]? ReadEntry(StoreConnection connection, long index) =>
        connection.Blob("SELECT entry FROM log_entries WHERE idx = $1", index);

    /// <summary>The last entries below a size, the newest first.</summary>
    public static List<(long Index, byte[] Leaf, byte[] Entry)> Newest(StoreConnection connection, int count, long below = long.MaxValue) =>
        connection.Rows(
            row => (row.GetInt64(0), row.Bytes(1), row.Bytes(2)),
            "SELECT idx, leaf, entry FROM log_entries WHERE idx < $2 ORDER BY idx DESC LIMIT $1", count, below);

    /// <summary>The newest entry that begins with these bytes; null when there is none.</summary>
    public static byte[]? NewestWith(StoreConnection connection, byte[] beginning) =>
        connection.Blob("SELECT entry FROM log_entries WHERE substr(entry, 1, $1) = $2 ORDER BY idx DESC LIMIT 1", beginning.Length, beginning);

    /// <summary>What was known of each witness: the size that it cosigned last, and whether it had seen a log that this one does not extend.</summary>
    public static List<(string Name, long Size, bool IsAhead)> Witnesses(StoreConnection connection) =>
        connection.Rows(row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2) != 0), "SELECT name, size, ahead FROM cosigners");

    public static void WriteWitness(StoreConnection connection, string name, long size, bool isAhead) => connection.Execute(
        "INSERT INTO cosigners (name, size, ahead) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET size = excluded.size, ahead = excluded.ahead",
        name, size, isAhead ? 1 : 0);

    /// <summary>Whether the tree of this size has the file, or had it when it was smaller.</summary>
    private static bool IsWithin(TilePath tile, long size)
    {
        int level = tile.IsEntries ? 0 : tile.Level;

        // A size below 2^63 has eight digits in base 256: no tile stands above level 7.
        return level < 8
            && (((UInt128)tile.Index * TilePath.FullWidth) + (UInt128)tile.Width) << (TilePath.Height * level) <= (UInt128)size;
    }

    private static byte[]? ReadStored(StoreConnection connection, string path) =>
        connection.Blob("SELECT content FROM log_files WHERE path = $1", path);

    private static byte[]? ReadTile(StoreConnection connection, TilePath tile)
    {
        if (tile.Level == 0 && tile.Width < TilePath.FullWidth)
        {
            List<byte[]>? leaves = Run(connection, "SELECT leaf FROM log_entries WHERE idx >= $1 AND idx < $2 ORDER BY idx", tile, row => row.Bytes(0));
            return leaves is not null && leaves.TrueForAll(leaf => leaf.Length == Hash32.Size) ? Concatenate(leaves) : null;
        }

        byte[]? newest = ReadStored(connection, TilePath.Hashes(tile.Level, tile.Index).ToString());
        int length = tile.Width * Hash32.Size;
        return newest is null || newest.Length < length ? null : newest[..length];
    }

    private static byte[] Concatenate(List<byte[]> hashes)
    {
        byte[] tile = new byte[hashes.Count * Hash32.Size];
        for (int i = 0; i < hashes.Count; i++)
        {
            hashes[i].CopyTo(tile, i * Hash32.Size);
        }

        return tile;
    }

    private static byte[]? ReadBundle(StoreConnection connection, TilePath tile) =>
        Run(connection, "SELECT entry FROM log_entries WHERE idx >= $1 AND idx < $2 ORDER BY idx", tile, row => new ReadOnlyMemory<byte>(row.Bytes(0))) is { } entries
            ? EntryBundle.Format(entries)
            : null;

    /// <summary>A value of each entry that a bundle or a lowest tile covers; null when some are not there.</summary>
    private static List<T>? Run<T>(StoreConnection connection, string sql, TilePath tile, Func<DbDataReader, T> map)
    {
        if (tile.Index > (long.MaxValue / TilePath.FullWidth) - 1)
        {
            return null;
        }

        long first = tile.Index * TilePath.FullWidth;
        List<T> rows = connection.Rows(map, sql, first, first + tile.Width);
        return rows.Count == tile.Width ? rows : null;
    }
}
