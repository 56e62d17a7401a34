using System.Text;
using Broker.Briefings;
using Broker.Silo.Grains;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>Makes the receipt of a published release: a tlog-proof file that leads from its entry to the newest checkpoint.</summary>
internal sealed class ReceiptFactory(SqliteStore store, ReleaseStore releases, LogAppender appender, VaultService vault)
{
    public string Make(PublishedRelease release)
    {
        byte[] entry = releases.Entry(release.EntryIndex);
        byte[] extra = ReleaseReceipt.Create(vault.Origin.ToString(), release.Salt, release.Facts, entry).Format();
        return store.Read(connection =>
        {
            // One read transaction, so that the checkpoint and the tiles are of the same moment.
            connection.Execute("BEGIN");
            try
            {
                TreeHead head = appender.Head(connection);
                if (!TileHashReader.TryOpen(head, path => LogStore.ReadFile(connection, path), out TileHashReader? tiles, out _))
                {
                    throw new DamagedStoreException("the stored tree does not match its checkpoint; no receipt is given until it is restored from a backup");
                }

                Hash32[] proof = Inclusion.Build(release.EntryIndex, head.Size, tiles.Read);
                byte[] checkpoint = LogStore.ReadFile(connection, TilePath.Checkpoint)!;
                return Encoding.UTF8.GetString(new TlogProof(release.EntryIndex, proof, checkpoint, extra).Format());
            }
            finally
            {
                connection.Execute("COMMIT");
            }
        });
    }
}
