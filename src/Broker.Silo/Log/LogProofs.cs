using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>Proofs over the log's tiles, each hash of which is checked against the root that was signed.</summary>
internal sealed class LogProofs(IStore store)
{
    /// <summary>That an entry is in the tree.</summary>
    /// <exception cref="DamagedStoreException">The stored tree is not the one that was signed.</exception>
    public Hash32[] Inclusion(TreeHead head, long index) => With(head, read => Transparency.Inclusion.Build(index, head.Size, read));

    /// <summary>That the tree only grew since it had an earlier size.</summary>
    /// <exception cref="DamagedStoreException">The stored tree is not the one that was signed.</exception>
    public Hash32[] Consistency(TreeHead head, long earlier) =>
        earlier == 0 || earlier == head.Size ? [] : With(head, read => Transparency.Consistency.Build(earlier, head.Size, read));

    // No transaction around it: what is below a signed size never changes.
    private Hash32[] With(TreeHead head, Func<HashReader, Hash32[]> build) => store.Read(connection =>
    {
        try
        {
            if (TileHashReader.TryOpen(head, path => LogStore.ReadFile(connection, path), out TileHashReader? tiles, out _))
            {
                return build(tiles.Read);
            }
        }
        catch (LogCorruptException)
        {
            // Said below, without the path.
        }

        throw new DamagedStoreException("the stored tree does not match its checkpoint; no proof is given until it is restored from a backup");
    });
}
