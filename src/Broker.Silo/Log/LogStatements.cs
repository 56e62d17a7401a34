using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>What the log's one writer asks of the store, in the transaction of a group.</summary>
internal readonly struct LogStatements(StoreConnection connection)
{
    public StoreConnection Connection => connection;

    public long Size() => LogStore.Size(connection);

    public long? Find(byte[] key) => LogStore.FindIndex(connection, key);

    /// <summary>False when there is an entry with this key.</summary>
    public bool TryInsert(long index, byte[] key, in Hash32 leaf, byte[] entry) => connection.Execute(
        "INSERT INTO log_entries (idx, key, leaf, entry) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING", index, key, leaf.ToArray(), entry) == 1;

    /// <summary>Whether the entries from an index on are these leaves, as the store holds them now: each is read back and hashed again.</summary>
    public bool Holds(long first, IReadOnlyList<Hash32> leaves)
    {
        int at = 0;
        List<bool> rows = connection.Rows(
            row => at < leaves.Count && MerkleHash.Leaf(row.Bytes(1)) == leaves[at] && row.Bytes(0).AsSpan().SequenceEqual(leaves[at++].ToArray()),
            "SELECT leaf, entry FROM log_entries WHERE idx >= $1 AND idx < $2 ORDER BY idx", first, checked(first + leaves.Count));
        return rows.Count == leaves.Count && !rows.Contains(false);
    }

    public byte[]? ReadSigned() => LogStore.ReadSigned(connection);

    public void WriteFile(string path, byte[] content) => connection.Execute(LogStore.PutFile, path, content);
}
