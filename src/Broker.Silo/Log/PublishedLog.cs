using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>The checkpoint that readers see, and proofs under it.</summary>
internal sealed class PublishedLog(SqliteStore store, LogAppender appender)
{
    /// <summary>Null before there is one.</summary>
    public PublishedHead? Head() => store.Read(connection =>
        LogStore.ReadFile(connection, TilePath.Checkpoint) is { } note ? new PublishedHead(note, appender.Head(connection)) : null);

    /// <summary>The path from an entry to the root of the checkpoint.</summary>
    /// <exception cref="DamagedStoreException">The stored tree is not the one that was signed.</exception>
    public Hash32[] Prove(PublishedHead published, long index) => store.Read(connection =>
        TileHashReader.TryOpen(published.Head, path => LogStore.ReadFile(connection, path), out TileHashReader? tiles, out _)
            ? Inclusion.Build(index, published.Head.Size, tiles.Read)
            : throw new DamagedStoreException("the stored tree does not match its checkpoint; no proof is given until it is restored from a backup"));
}
