using Broker.Silo.Storage;
using Broker.Transparency;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Log;

/// <summary>The rows of the disclosure log: entries, the newest version of each hash tile, and the checkpoint.</summary>
/// <remarks>
/// A partial tile is a prefix of every later version of itself, and a bundle is a run of entries, so only the newest tiles and
/// the entries are stored; every older file that a reader may still ask for is cut out of them.
/// </remarks>
internal static class LogStore
{
    public static byte[]? ReadFile(SqliteConnection connection, string path)
    {
        if (string.Equals(path, TilePath.Checkpoint, StringComparison.Ordinal))
        {
            return connection.Blob("SELECT content FROM log_files WHERE path = $1", TilePath.Checkpoint);
        }

        if (!TilePath.TryParse(path, out TilePath? tile))
        {
            return null;
        }

        return tile.IsEntries ? ReadBundle(connection, tile) : ReadTile(connection, tile);
    }

    public static long? FindIndex(SqliteConnection connection, byte[] key) =>
        connection.Number("SELECT idx FROM log_entries WHERE key = $1", key);

    /// <summary>How many entries there are.</summary>
    public static long Size(SqliteConnection connection) => (connection.Number("SELECT max(idx) FROM log_entries") ?? -1) + 1;

    public static byte[]? ReadEntry(SqliteConnection connection, long index) =>
        connection.Blob("SELECT entry FROM log_entries WHERE idx = $1", index);

    public static void InsertEntry(SqliteConnection connection, long index, byte[] key, ReadOnlyMemory<byte> entry) =>
        connection.Execute(
            "INSERT INTO log_entries (idx, key, leaf, entry) VALUES ($1, $2, $3, $4)",
            index, key, MerkleHash.Leaf(entry.Span).ToArray(), entry.ToArray());

    /// <summary>Whether the entry as the store holds it now still hashes to the leaf stored beside it.</summary>
    public static bool StoredLeafHolds(SqliteConnection connection, long index)
    {
        List<(byte[] Leaf, byte[] Entry)> rows = connection.Rows(
            row => (row.Bytes(0), row.Bytes(1)), "SELECT leaf, entry FROM log_entries WHERE idx = $1", index);
        return rows.Count == 1 && MerkleHash.Leaf(rows[0].Entry).ToArray().AsSpan().SequenceEqual(rows[0].Leaf);
    }

    public static void WriteFiles(SqliteConnection connection, IReadOnlyList<LogFile> files)
    {
        foreach (LogFile file in files)
        {
            if (!file.Path.IsEntries)
            {
                Put(connection, TilePath.Hashes(file.Path.Level, file.Path.Index).ToString(), file.Content.ToArray());
            }
        }
    }

    public static void WriteCheckpoint(SqliteConnection connection, byte[] checkpoint) => Put(connection, TilePath.Checkpoint, checkpoint);

    public static List<(long Index, byte[] Leaf, byte[] Entry)> Newest(SqliteConnection connection, int count) =>
        connection.Rows(
            row => (row.GetInt64(0), row.Bytes(1), row.Bytes(2)),
            "SELECT idx, leaf, entry FROM log_entries ORDER BY idx DESC LIMIT $1", count);

    /// <summary>The newest entry that begins with these bytes; null when there is none.</summary>
    public static byte[]? NewestWith(SqliteConnection connection, byte[] beginning) =>
        connection.Blob("SELECT entry FROM log_entries WHERE substr(entry, 1, $1) = $2 ORDER BY idx DESC LIMIT 1", beginning.Length, beginning);

    private static void Put(SqliteConnection connection, string path, byte[] content) =>
        connection.Execute("INSERT INTO log_files (path, content) VALUES ($1, $2) ON CONFLICT (path) DO UPDATE SET content = excluded.content", path, content);

    private static byte[]? ReadTile(SqliteConnection connection, TilePath tile)
    {
        byte[]? newest = connection.Blob("SELECT content FROM log_files WHERE path = $1", TilePath.Hashes(tile.Level, tile.Index).ToString());
        int length = tile.Width * Hash32.Size;
        return newest is null || newest.Length < length ? null : newest[..length];
    }

    private static byte[]? ReadBundle(SqliteConnection connection, TilePath tile)
    {
        if (tile.Index > (long.MaxValue / TilePath.FullWidth) - 1)
        {
            return null;
        }

        long first = tile.Index * TilePath.FullWidth;
        List<ReadOnlyMemory<byte>> entries = connection.Rows(
            row => new ReadOnlyMemory<byte>(row.Bytes(0)),
            "SELECT entry FROM log_entries WHERE idx >= $1 AND idx < $2 ORDER BY idx", first, first + tile.Width);
        return entries.Count == tile.Width ? EntryBundle.Format(entries) : null;
    }
}
