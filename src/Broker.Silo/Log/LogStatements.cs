using Broker.Silo.Storage;
using Broker.Transparency;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Log;

/// <summary>What runs with each entry of the log, compiled once for the store's writer.</summary>
internal sealed class LogStatements(SqliteConnection connection) : IDisposable
{
    private readonly PreparedStatement size = new(connection, "SELECT max(idx) FROM log_entries");
    private readonly PreparedStatement find = new(connection, "SELECT idx FROM log_entries WHERE key = $1", 1);
    private readonly PreparedStatement insert = new(connection, "INSERT INTO log_entries (idx, key, leaf, entry) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING", 4);
    private readonly PreparedStatement stored = new(connection, "SELECT leaf, entry FROM log_entries WHERE idx >= $1 AND idx < $2 ORDER BY idx", 2);
    private readonly PreparedStatement read = new(connection, "SELECT content FROM log_files WHERE path = $1", 1);
    private readonly PreparedStatement write = new(connection, LogStore.PutFile, 2);

    public SqliteConnection Connection => connection;

    public long Size() => size.Scalar() is long last ? checked(last + 1) : 0;

    public long? Find(byte[] key) => find.Scalar(key) as long?;

    /// <summary>False when there is an entry with this key.</summary>
    public bool TryInsert(long index, byte[] key, in Hash32 leaf, byte[] entry) => insert.Execute(index, key, leaf.ToArray(), entry) == 1;

    /// <summary>Whether the entries from an index on are these leaves, as the store holds them now: each is read back and hashed again.</summary>
    public bool Holds(long first, IReadOnlyList<Hash32> leaves)
    {
        int at = 0;
        using SqliteDataReader rows = stored.Rows(first, checked(first + leaves.Count));
        while (rows.Read())
        {
            if (at == leaves.Count || MerkleHash.Leaf(rows.Bytes(1)) != leaves[at] || !rows.Bytes(0).AsSpan().SequenceEqual(leaves[at].ToArray()))
            {
                return false;
            }

            at++;
        }

        return at == leaves.Count;
    }

    public byte[]? ReadFile(string path) => read.Scalar(path) as byte[];

    public void WriteFile(string path, byte[] content) => write.Execute(path, content);

    public void Dispose()
    {
        foreach (PreparedStatement statement in new[] { size, find, insert, stored, read, write })
        {
            statement.Dispose();
        }
    }
}
