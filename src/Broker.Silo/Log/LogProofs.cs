using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>Proofs over the log's tiles, each hash of which is checked against the root that was signed.</summary>
/// <remarks>
/// The tiles of the trees that were asked about last stay in memory, checked: many proofs are asked for under one checkpoint, and reading and hashing
/// its right edge is most of the work of one.
/// </remarks>
internal sealed class LogProofs(IStore store)
{
    // While requests are under way they hold the newest checkpoint and some before it.
    private const int MostTrees = 4;

    // A proof reads a tile or two, 16 KB each in memory, that no other did: 8 MiB of a tree at most, once more or less.
    private const int MostProofs = 256;

    private readonly Lock gate = new(); // guards all below
    private readonly List<Tree> trees = new(MostTrees); // in the order in which they were read: the oldest goes first
    private StoreConnection? reading; // null but during a proof

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
        lock (gate)
        {
            reading = connection;
            try
            {
                if (ReaderOf(head) is { } tiles)
                {
                    return build(tiles.Read);
                }
            }
            catch (LogCorruptException)
            {
                // Said below, without the path.
            }
            finally
            {
                reading = null;
            }
        }

        throw new DamagedStoreException("the stored tree does not match its checkpoint; no proof is given until it is restored from a backup");
    });

    /// <summary>The checked tiles of a tree; null when what is stored is not that tree.</summary>
    private TileHashReader? ReaderOf(TreeHead head)
    {
        Tree? tree = trees.Find(one => one.Tiles.Head == head);
        if (tree is null || tree.Proofs == MostProofs)
        {
            if (!TileHashReader.TryOpen(head, path => LogStore.ReadFile(reading!, path), out TileHashReader? tiles, out _))
            {
                return null;
            }

            trees.RemoveAll(one => one.Tiles.Head == head);
            if (trees.Count == MostTrees)
            {
                trees.RemoveAt(0);
            }

            tree = new Tree(tiles);
            trees.Add(tree);
        }

        tree.Proofs++;
        return tree.Tiles;
    }

    private sealed class Tree(TileHashReader tiles)
    {
        public TileHashReader Tiles => tiles;

        public int Proofs { get; set; }
    }
}
