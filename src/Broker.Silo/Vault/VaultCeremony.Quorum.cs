using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Silo.Vault;

// What a quorum does. The ring key that it brought is owned here.
internal sealed partial class VaultCeremony
{
    private Task<Outcome> Act(SharePurpose purpose, SecretKey ringKey) => purpose.Kind switch
    {
        SharePurposeKind.Unseal => Unseal(ringKey),
        SharePurposeKind.Rekey => Task.FromResult(Agree(ringKey)),
        SharePurposeKind.Confirm => Confirm(ringKey),
        _ => throw new InvalidOperationException("shares are asked for with a purpose"),
    };

    private async Task<Outcome> Unseal(SecretKey ringKey)
    {
        if (opening.TryUnseal(ringKey) is { Length: > 0 } fault)
        {
            return VaultAnswers.Damaged(fault);
        }

        lock (guard)
        {
            wasUnsealed = true;
        }

        try
        {
            // A ring whose change was interrupted before its entry in the log gets that entry here.
            await entries.WriteUnsealing().WaitAsync(LongestEntry);
        }
        catch (DamagedStoreException damaged)
        {
            await vault.SealAsync();
            return VaultAnswers.Damaged(damaged.Message);
        }
        catch (TimeoutException)
        {
            await vault.SealAsync();
            throw new StoreUnavailableException("the store did not take the unsealing in time, so it was undone");
        }
        catch
        {
            // Nothing may be done that the log does not say.
            await vault.SealAsync();
            throw;
        }

        WasUnsealed(log);
        vault.AnnounceUnsealed();

        // A crash before this leaves the file until the next unsealing: only the custodians can open it.
        files.DropIssued();
        return Outcome.Ok;
    }

    /// <summary>Today's custodians agreed to a plan: the new shares are issued, and nothing else changes yet.</summary>
    private Outcome Agree(SecretKey ringKey)
    {
        using (ringKey)
        {
            if (!vault.IsRingKey(ringKey))
            {
                return VaultAnswers.Damaged("the shares give another key than the one that the vault was unsealed with; nothing was changed");
            }
        }

        (VaultFile file, IReadOnlyList<IssuedShare> shares, SecretKey next) = ShareIssuer.Issue(vault.Origin, pending!.Plan, vault.Random);
        lock (guard)
        {
            pending.Issue(file, next);
        }

        // A crash here or later leaves a file that the next start drops, with the rekey.
        files.WriteNextShares(IssuedShareFile.Format(shares));
        Rekeying(log, "agreed to; the new shares have to be confirmed");
        return Outcome.Ok;
    }

    /// <summary>The new custodians have shown that their shares work: from here on only those do.</summary>
    private async Task<Outcome> Confirm(SecretKey ringKey)
    {
        using (ringKey)
        {
            if (!pending!.IsKey(ringKey))
            {
                return VaultAnswers.Damaged("the new shares don't give the key that they were made of; the old ones still hold");
            }

            // The change that came before this one is in the log, so that each generation is.
            await entries.WriteRing();
            using RingChange change = vault.Prepare(ring => ring.AdvanceGeneration(), ringKey);
            // A crash in here leaves the old pair of files or the new one. After it, the new shares are what opens the vault, and the next unsealing
            // finds a ring of a later generation than the log's and writes the entries that a crash here kept from it.
            try
            {
                files.CommitRekey(pending.Issued!.Format(), change.Sealed);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreUnavailableException)
            {
                return VaultAnswers.RekeyInterrupted;
            }

            lock (guard)
            {
                sharing = pending.Issued;
                pending.Dispose();
                pending = null;
            }

            vault.Adopt(change);
        }

        Rekeying(log, "confirmed; the old shares are worthless");
        await FinishRekey();
        return Outcome.Ok;
    }

    /// <summary>What follows a rekey. Its failure must not be taken for the rekey's: people would destroy the shares that hold now.</summary>
    private async Task FinishRekey()
    {
        try
        {
            await entries.WriteRing();
            files.DropIssued();
        }
#pragma warning disable CA1031 // see the summary; the next change of the ring or the next unsealing writes the entry
        catch (Exception fault)
#pragma warning restore CA1031
        {
            RekeyNotLogged(log, fault.GetType().Name);
        }
    }
}
