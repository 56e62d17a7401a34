using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;

namespace Broker.Silo.Vault;

/// <summary>Epochs: a new one, the note by which depositors seal to it, and the end of an old one.</summary>
/// <remarks>Each change of the ring is first a file, then in use, then in the log: a crash in between leaves a ring that the next unsealing logs.</remarks>
internal sealed class EpochCeremony(
    VaultService vault, VaultFiles files, PublishedKeys published, LogOpening entries, IStore store, VaultCalls calls, WallClock wall, VaultTurn turn)
{
    private const int Batch = 200;

    // One step at a time: the vault must be sealable while an epoch with many rows is ended.
    private static readonly TimeSpan MostAtOnce = TimeSpan.FromSeconds(5);

    /// <summary>Begins an epoch; the outcome carries its text when it is ok.</summary>
    public Task<EpochOutcome> Rotate() => turn.Take(async () =>
    {
        if (vault.Facts.Epochs.Count >= KeyRing.MaxEpochs)
        {
            return new EpochOutcome(VaultAnswers.TooManyEpochs, "");
        }

        await Change(ring => ring.Rotate(vault.Random, wall.Now));
        return Text();
    });

    /// <summary>The newest epoch's public key as the text that the identity has to sign.</summary>
    public EpochOutcome Text() => new(Outcome.Ok, EpochKeyNote.FormatText(vault.Origin, vault.CurrentEpoch));

    /// <summary>Installs the newest epoch's note.</summary>
    public Task<Outcome> Install(byte[] note) => turn.Take(async () => await published.TryInstall(note) ? Outcome.Ok : VaultAnswers.EpochNote);

    /// <summary>Ends an epoch, or does a part of it and answers <c>busy</c>; to be asked again until it is over.</summary>
    public Task<Outcome> End(byte[] body) => turn.Take(async () =>
    {
        if (RequestText.Read(body, "end-epoch/1", "epoch") is not [var text] || !EpochId.TryParse(text, out EpochId old))
        {
            return Answers.Malformed("demand to end an epoch");
        }

        return Refusal(old) ?? await End(old);
    });

    private Outcome? Refusal(EpochId old)
    {
        RingFacts ring = vault.Facts;
        return ring.Epochs.All(epoch => epoch.Id != old) ? VaultAnswers.UnknownEpoch
            : ring.Current.Id == old ? VaultAnswers.CurrentEpoch
            // What depositors sealed to it from here on could never be opened.
            : published.Epoch?.Id == old ? VaultAnswers.InstalledEpoch
            : store.Read(connection => Inbox.Count(connection, old)) > 0 ? VaultAnswers.InboxNotEmpty
            : null;
    }

    private async Task<Outcome> End(EpochId old)
    {
        using var limit = new CancellationTokenSource(MostAtOnce);
        var walk = new EpochWalk();
        try
        {
            // INVARIANT: when the keys go, no row is under them, and no call that runs holds anything that is: a round in which every call that could
            // hold something came to its end, and after which nothing was found.
            do
            {
                while (await Rewrap(old, walk) > 0)
                {
                    limit.Token.ThrowIfCancellationRequested();
                }

                await calls.WaitForRunning().WaitAsync(limit.Token);
            }
            while (await Rewrap(old, walk) > 0);
        }
        catch (OperationCanceledException)
        {
            return VaultAnswers.EpochNotOver;
        }

        if (Refusal(old) is { } meanwhile)
        {
            return meanwhile;
        }

        await Change(ring => ring.TryDestroyEpoch(old));
        return Outcome.Ok;
    }

    /// <summary>The store's log is emptied after each batch, so that it holds no copy either.</summary>
    private Task<int> Rewrap(EpochId old, EpochWalk walk) => store.ShredAsync(connection => SealedColumns.Rewrap(connection, vault, old, Batch, walk));

    private async Task Change(Action<KeyRing> change)
    {
        // The change that came before this one is in the log, so that each generation is.
        await entries.WriteRing();
        using RingChange changed = vault.Prepare(change);
        files.WriteRing(changed.Sealed);
        vault.Adopt(changed);
        await entries.WriteRing();
    }
}
