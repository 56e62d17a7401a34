using System.Security.Cryptography;
using Broker.Sealing;
using Broker.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Vault;

/// <summary>Opens the stored key ring with its key and puts it in use, unless it is not the ring that the store knows.</summary>
internal sealed partial class VaultOpening(VaultFiles files, VaultService vault, PublishedKeys published, IStore store, ILogger<VaultOpening> log)
{
    /// <summary>Unseals the vault. Empty when that worked, else what is wrong with the ring; nothing was changed then.</summary>
    /// <param name="ringKey">HKDF(root, <c>ring</c>); this method owns it.</param>
    public string TryUnseal(SecretKey ringKey)
    {
        byte[] stored = files.RingExists ? files.ReadRing() : [];
        if (!KeyRing.TryOpen(stored, ringKey, out KeyRing? opened, out _))
        {
            ringKey.Dispose();
            return "the key ring does not open with this key: it was changed, or it belongs to another vault; nothing was changed";
        }

        byte[] digest = SHA256.HashData(stored);
        var facts = new RingFacts(opened!.Generation, digest, [.. opened.Epochs.Select(epoch => epoch.PublicKey)], opened.Log.PublicKey);
        string fault = store.Read(connection => RingRecord.Fault(connection, vault.Origin, facts));
        if (fault.Length > 0)
        {
            opened.Dispose();
            ringKey.Dispose();
            return fault;
        }

        vault.Unseal(opened, ringKey, digest);
        if (!published.AgreesWith(facts))
        {
            NoteOfNoEpoch(log);
        }

        return "";
    }

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error, Message = "the installed epoch note is of an epoch that the key ring does not have, so an older one was put back: it is not served any more; install the newest")]
    private static partial void NoteOfNoEpoch(ILogger log);
}
