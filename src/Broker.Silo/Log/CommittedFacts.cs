using Broker.Briefings;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Log;

/// <summary>The facts that entries commit to, as they were kept: what is not what the log's head says leaves for nobody.</summary>
internal sealed class CommittedFacts(VaultService vault)
{
    /// <summary>The salt and, behind it, the facts of an entry.</summary>
    /// <exception cref="DamagedStoreException">They are not those that the log commits to.</exception>
    public byte[] Open(long entry, Sha256Digest head, byte[] sealedFacts)
    {
        byte[] opening = vault.OpenAtRest(SealedColumns.EntryFacts.Place(entry), sealedFacts);
        if (opening.Length < FactsHead.SaltSize)
        {
            throw NotCommitted();
        }

        Check(head, opening.AsSpan(0, FactsHead.SaltSize), opening.AsSpan(FactsHead.SaltSize));
        return opening;
    }

    /// <summary>Refuses facts that are not those of the head.</summary>
    /// <exception cref="DamagedStoreException">They are not.</exception>
    public static void Check(Sha256Digest head, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> facts)
    {
        if (salt.Length != FactsHead.SaltSize || FactsHead.Of(salt, facts) != head)
        {
            throw NotCommitted();
        }
    }

    private static DamagedStoreException NotCommitted() =>
        new("the facts of an entry are not those that the log commits to; nothing is exported until they are restored from a backup");
}
