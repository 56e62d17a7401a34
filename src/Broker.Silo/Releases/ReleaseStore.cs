using System.Buffers.Binary;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>The rows of published releases: the entry that logs one, and, sealed, its briefing.</summary>
internal sealed class ReleaseStore(IStore store, VaultService vault)
{
    /// <summary>A published release.</summary>
    public PublishedRelease Find(string release, string tier) => store.Read(connection =>
    {
        List<(long Entry, string Revision, byte[] Sealed)> rows = connection.Rows(
            row => (row.GetInt64(0), row.GetString(1), row.Bytes(2)),
            "SELECT entry, revision, sealed FROM releases WHERE release = $1 AND tier = $2", release, tier);
        if (rows.Count == 0)
        {
            return PublishedRelease.None;
        }

        byte[][] parts = Split(vault.OpenAtRest(SealedColumns.Releases.Place(release, tier, rows[0].Entry, rows[0].Revision), rows[0].Sealed));
        return new PublishedRelease(true, rows[0].Entry, parts[0], parts[1], parts[2], parts[3], rows[0].Revision);
    });

    /// <summary>What the release's entry commits to, with its salt, as it was kept; null when no release is kept that this entry logs.</summary>
    public (byte[] Salt, byte[] Facts)? Committed(StoreConnection connection, long entry)
    {
        List<(string Release, string Tier, string Revision, byte[] Sealed)> rows = connection.Rows(
            row => (row.GetString(0), row.GetString(1), row.GetString(2), row.Bytes(3)),
            "SELECT release, tier, revision, sealed FROM releases WHERE entry = $1", entry);
        if (rows is not [var (release, tier, revision, content), ..])
        {
            return null;
        }

        byte[][] parts = Split(vault.OpenAtRest(SealedColumns.Releases.Place(release, tier, entry, revision), content));
        return (parts[0], parts[1]);
    }

    public static bool Exists(StoreConnection connection, string release, string tier) =>
        connection.Number("SELECT 1 FROM releases WHERE release = $1 AND tier = $2", release, tier) is not null;

    public void Insert(StoreConnection connection, string release, string tier, long entry, string revision, params byte[][] saltFactsJsonHtml) => connection.Execute(
        "INSERT INTO releases (release, tier, entry, revision, sealed) VALUES ($1, $2, $3, $4, $5)",
        release, tier, entry, revision, vault.SealAtRest(SealedColumns.Releases.Place(release, tier, entry, revision), Join(saltFactsJsonHtml)));

    /// <summary>The bytes of a log entry.</summary>
    public byte[] Entry(long index) => store.Read(connection => LogStore.ReadEntry(connection, index))
        ?? throw new DamagedStoreException("a release names an entry that the log does not have");

    private static byte[] Join(byte[][] parts)
    {
        byte[] joined = new byte[parts.Sum(part => 4 + part.Length)];
        Span<byte> rest = joined;
        foreach (byte[] part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.CopyTo(rest[4..]);
            rest = rest[(4 + part.Length)..];
        }

        return joined;
    }

    private static byte[][] Split(ReadOnlySpan<byte> joined)
    {
        var parts = new List<byte[]>();
        while (!joined.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(joined);
            parts.Add(joined.Slice(4, length).ToArray());
            joined = joined[(4 + length)..];
        }

        return [.. parts];
    }
}
