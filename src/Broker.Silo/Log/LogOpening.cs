using Broker.Briefings;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Log;

/// <summary>What the log says at each start of an unsealed silo: its epoch key and key ring, once each, and that the vault was unsealed.</summary>
internal sealed class LogOpening(SqliteStore store, LogEntries entries, VaultService vault, VaultStarter starter, Grains.WallClock wall)
{
    public void Write()
    {
        if (!vault.IsUnsealed)
        {
            return;
        }

        string origin = vault.Origin.ToString();
        uint epoch = Convert.ToUInt32(vault.CurrentEpoch.Id.ToString(), 16);
        store.WriteAsync(connection =>
        {
            entries.Append(connection, $"epoch-key/{epoch}", new EpochKeyEntry(origin, epoch, Sha256Digest.FromBytes(vault.CurrentEpoch.PublicKey)));
            entries.Append(connection, $"key-ring/{vault.Generation}", new KeyRingEntry(origin, vault.Generation, Sha256Digest.FromBytes(starter.RingDigest)));
            entries.Append(connection, $"unseal/{wall.StartedAt.ToUnixTimeSeconds()}", new VaultEventEntry(origin, VaultEvent.Unseal, epoch));
        }).GetAwaiter().GetResult();
    }
}
