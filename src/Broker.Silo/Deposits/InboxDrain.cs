using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Grains;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Deposits;

/// <summary>Takes what was kept while the vault was sealed, in the order of arrival, one batch in memory at a time.</summary>
/// <remarks>
/// A batch goes the ordinary way and is deleted after that has committed. A crash in between takes it again, which its idempotency key turns
/// into the same answer: nothing is lost and nothing is doubled. A batch that fails for another reason than its own stays for the next round.
/// </remarks>
internal sealed partial class InboxDrain(Inbox inbox, VaultService vault, IGrainFactory grains, ILogger<InboxDrain> log) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>
    /// Takes all that waits; nothing happens while the vault is sealed, or becomes sealed on the way. Whether it came to the end: what is left then
    /// fails for a reason that is not its own.
    /// </summary>
    public async Task<bool> Run()
    {
        await turn.WaitAsync();
        try
        {
            return await RunCore();
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<bool> RunCore()
    {
        bool ended = true;
        (int unreadable, int refused, int failed, int removed) = (0, 0, 0, 0);
        for (long last = 0; vault.IsUnsealed && inbox.Next(last) is { } kept; last = kept.Id)
        {
            Fate fate = await TakeAndRemove(kept);
            if (fate == Fate.SealedMeanwhile)
            {
                ended = false;
                break;
            }

            unreadable += fate == Fate.Unreadable ? 1 : 0;
            refused += fate == Fate.Refused ? 1 : 0;
            failed += fate == Fate.Failed ? 1 : 0;
            removed += fate == Fate.Failed ? 0 : 1;
        }

        if (removed > 0)
        {
            await ShredRemoved();
        }

        if (unreadable + refused + failed > 0)
        {
            NotTaken(log, unreadable, refused, failed);
        }

        return ended && vault.IsUnsealed;
    }

    private async Task ShredRemoved()
    {
        try
        {
            await inbox.ShredRemoved();
        }
        catch (StoreUnavailableException)
        {
            // A long reader keeps the store's log; the store tries again with each write. What is due goes on.
        }
    }

    private async Task<Fate> TakeAndRemove((long Id, string Epoch, byte[] Kept) kept)
    {
        try
        {
            Fate fate = await Take(kept);
            if (fate != Fate.SealedMeanwhile)
            {
                await inbox.Remove(kept.Id);
            }

            return fate;
        }
        catch (VaultSealedException)
        {
            return Fate.SealedMeanwhile;
        }
#pragma warning disable CA1031 // one bad batch must not stop those behind it; it stays, and is counted
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return vault.IsUnsealed ? Fate.Failed : Fate.SealedMeanwhile;
        }
    }

    private async Task<Fate> Take((long Id, string Epoch, byte[] Kept) kept)
    {
        if (Open(kept.Epoch, kept.Kept) is not { } item || !RequestSignature.TryReadKeyId(Authoriser.Headers(item.Call), out AccountId signer))
        {
            return Fate.Unreadable;
        }

        DepositOutcome answer = await grains.GetGrain<IKeptDeposits>(DepositShards.KeyOf(signer.ToString(), item.IdempotencyKey))
            .TakeKept(item.Call, item.IdempotencyKey, item.Arrived, item.Day, item.LogSize);
        return answer.Outcome.IsOk ? Fate.Taken
            : string.Equals(answer.Outcome.Code, Answers.Sealed.Code, StringComparison.Ordinal) ? Fate.SealedMeanwhile
            : Fate.Refused;
    }

    private InboxItem? Open(string epoch, byte[] kept)
    {
        if (!EpochId.TryParse(epoch, out EpochId id) || vault.OpenKept(id, InboxItem.Info(vault.Origin, id), kept) is not { } padded)
        {
            return null;
        }

        try
        {
            return InboxItem.TryRead(padded);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    private enum Fate
    {
        Taken,
        Refused,
        Unreadable,
        Failed,
        SealedMeanwhile,
    }
}
