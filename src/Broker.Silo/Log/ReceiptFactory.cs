using System.Text;
using Broker.Briefings;
using Broker.Silo.Grains;
using Broker.Silo.Releases;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>Makes the receipt of a release: a tlog-proof file that leads from its entry to the published checkpoint.</summary>
internal sealed class ReceiptFactory(ReleaseStore releases, LogProofs proofs, VaultService vault)
{
    /// <summary>The receipt under a published checkpoint that covers the release's entry.</summary>
    public string Make(PublishedRelease release, SignedCheckpoint published)
    {
        byte[] entry = releases.Entry(release.EntryIndex);
        byte[] extra = ReleaseReceipt.Create(vault.Origin.ToString(), release.Salt, release.Facts, entry).Format();
        Hash32[] proof = proofs.Inclusion(published.Head, release.EntryIndex);
        return Encoding.UTF8.GetString(new TlogProof(release.EntryIndex, proof, published.Note, extra).Format());
    }
}
