using System.Text;
using Broker.Contracts;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>Brings signed checkpoints to the witnesses and publishes those that have their quorum; knows what content may leave under.</summary>
/// <remarks>
/// One checkpoint at a time is brought to the witnesses, the newest at the time, and it stays the one until it has its quorum: a log that grows
/// all the time would otherwise never have one cosigned by enough. With the quorum `none` every signed checkpoint is published with its own group.
/// INVARIANT: nothing is published while a witness says that it saw a log which this one does not extend; its valid cosignature ends that.
/// INVARIANT: <see cref="Published"/> is durable, is a prefix of the signed log, and never goes back.
/// Works while the vault is sealed. Reference: docs/specs/disclosure-log.md, "Publication".
/// </remarks>
internal sealed class Publication(IStore store, PublishedKeys keys, LogProofs proofs, WitnessPolicy policy, TimeProvider time)
{
    private readonly Lock guard = new();
    private readonly List<WitnessDesk> desks = [.. policy.Witnesses.Select(witness => new WitnessDesk(witness))]; // as all below, guarded by guard
    private bool isLoaded;
    private SignedCheckpoint? signed;
    private SignedCheckpoint? candidate;
    private SignedCheckpoint? published;
    private bool hasQuorum; // of published
    private DateTimeOffset? waitingSince;
    private DateTimeOffset? behindSince; // since when a newer checkpoint than the candidate is signed
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The published checkpoint; null before there is one.</summary>
    public SignedCheckpoint? Published
    {
        get
        {
            lock (guard)
            {
                Load();
                return published;
            }
        }
    }

    /// <summary>The published checkpoint when it covers the entry under the quorum in force; else null.</summary>
    public SignedCheckpoint? Covering(long index) => Look(index).Covering;

    /// <summary>The published checkpoint as soon as it covers the entry under the quorum in force; null when it does not within the patience.</summary>
    public async Task<SignedCheckpoint?> Covering(long index, TimeSpan patience)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            (SignedCheckpoint? covering, Task next) = Look(index);
            TimeSpan left = patience - time.GetElapsedTime(start);
            if (covering is not null || left <= TimeSpan.Zero)
            {
                return covering;
            }

            await Task.WhenAny(next, Task.Delay(left, time)).ConfigureAwait(false);
            if (!next.IsCompleted)
            {
                return Look(index).Covering;
            }
        }
    }

    /// <summary>In the transaction that signs: publishes with it when no witness is needed. False when it has to wait.</summary>
    public bool TryPublishAtOnce(LogStatements log, SignedCheckpoint now)
    {
        lock (guard)
        {
            Load();
            if (policy.NeedsWitnesses || desks.Exists(desk => desk.IsAhead))
            {
                return false;
            }
        }

        log.WriteFile(TilePath.Checkpoint, now.Note);
        return true;
    }

    /// <summary>A new checkpoint is signed and durable.</summary>
    public void Signed(SignedCheckpoint now, bool isPublished)
    {
        lock (guard)
        {
            signed = now;
            if (isPublished)
            {
                SetPublished(now);
            }
            else if (waitingSince is null)
            {
                waitingSince = time.GetUtcNow();
            }
            else
            {
                behindSince ??= time.GetUtcNow();
            }
        }
    }

    /// <summary>The store may hold a newer state than the one that was seen last: it is read again.</summary>
    public void Reopened()
    {
        lock (guard)
        {
            isLoaded = false;
        }
    }

    /// <summary>What is to be sent to witnesses now.</summary>
    public IReadOnlyList<WitnessErrand> Errands()
    {
        SignedCheckpoint asking;
        List<(Witness Witness, long Old)> due = [];
        lock (guard)
        {
            Load();
            ChooseCandidate();
            if (candidate is null)
            {
                return [];
            }

            asking = candidate;
            DateTimeOffset now = time.GetUtcNow();
            due.AddRange(desks.Select(desk => (desk.Witness, Old: desk.Ask(asking, now))).Where(one => one.Old is not null).Select(one => (one.Witness, one.Old!.Value)));
        }

        return [.. due.Select(one => new WitnessErrand(
            one.Witness.Name, one.Witness.Url!, new AddCheckpoint(one.Old, proofs.Consistency(asking.Head, one.Old), asking.Note).Format()))];
    }

    /// <summary>Takes what a witness answered; publishes when that completes the quorum.</summary>
    public async Task Answer(WitnessReply reply)
    {
        WitnessDesk? desk;
        bool isNew;
        lock (guard)
        {
            Load();
            desk = desks.Find(one => string.Equals(one.Witness.Name, reply.Witness, StringComparison.Ordinal));
            isNew = desk is not null && desk.Take(reply, signed?.Head.Size ?? 0, time.GetUtcNow());
        }

        if (isNew && await store.WriteAsync(connection => Keep(connection, desk!)).ConfigureAwait(false) is { } complete)
        {
            lock (guard)
            {
                SetPublished(complete);
            }
        }
    }

    public PublicationState State()
    {
        lock (guard)
        {
            Load();
            return new PublicationState(
                signed?.Head.Size ?? 0, published?.Head.Size ?? 0, policy.Quorum, waitingSince, [.. desks.Select(desk => desk.State(signed))]);
        }
    }

    private (SignedCheckpoint? Covering, Task Next) Look(long index)
    {
        lock (guard)
        {
            Load();
            return (hasQuorum && published is { } now && index < now.Head.Size ? now : null, moved.Task);
        }
    }

    /// <summary>In a transaction: keeps what is known of the witness and, when that completes its quorum, the candidate as the published checkpoint.</summary>
    private SignedCheckpoint? Keep(StoreConnection connection, WitnessDesk desk)
    {
        SignedCheckpoint? complete;
        lock (guard)
        {
            LogStore.WriteWitness(connection, desk.Witness.Name, desk.Size, desk.IsAhead);
            complete = Complete();
        }

        if (complete is not null)
        {
            LogStore.WritePublished(connection, complete.Note);
        }

        return complete;
    }

    /// <summary>The candidate with its cosignatures, when they are enough and more than what is published.</summary>
    private SignedCheckpoint? Complete()
    {
        if (candidate is null || candidate.Head.Size < published?.Head.Size || desks.Exists(desk => desk.IsAhead))
        {
            return null;
        }

        List<(string Name, string Line)> lines = [.. desks.Select(desk => (desk.Witness.Name, Line: desk.LineOf(candidate))).Where(one => one.Line is not null).Select(one => (one.Name, one.Line!))];
        byte[] note = [.. candidate.Note, .. Encoding.UTF8.GetBytes(string.Concat(lines.Select(one => one.Line)))];
        bool isNew = published is null || !note.AsSpan().SequenceEqual(published.Note);
        return isNew && policy.IsMet(lines.Select(one => one.Name).ToHashSet(StringComparer.Ordinal)) ? candidate with { Note = note } : null;
    }

    private void SetPublished(SignedCheckpoint now)
    {
        if (now.Head.Size < published?.Head.Size)
        {
            return;
        }

        (published, hasQuorum) = (now, true);
        waitingSince = IsPublished(signed) ? null : behindSince ?? time.GetUtcNow();
        behindSince = null;
        moved.SetResult();
        moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void ChooseCandidate()
    {
        if (candidate is null || IsPublished(candidate))
        {
            candidate = signed;
        }
    }

    private bool IsPublished(SignedCheckpoint? checkpoint) =>
        hasQuorum && published is not null && string.Equals(published.Text, checkpoint?.Text, StringComparison.Ordinal);

    /// <summary>Reads what the store has, once the log's key is known.</summary>
    private void Load()
    {
        if (isLoaded || keys.Log is not { } log)
        {
            return;
        }

        (byte[]? last, byte[]? open, List<(string Name, long Size, bool IsAhead)> known) = store.Read(connection =>
            (LogStore.ReadSigned(connection), LogStore.ReadFile(connection, TilePath.Checkpoint), LogStore.Witnesses(connection)));
        isLoaded = true;
        signed = last is null ? null : SignedCheckpoint.Open(last, log);
        published = open is null ? null : SignedCheckpoint.Open(open, log);
        hasQuorum = open is not null && new CheckpointVerifier(log, policy, Sealing.Ed25519.Verify).TryOpen(open, out _, out _);
        foreach (WitnessDesk desk in desks)
        {
            (_, long size, bool isAhead) = known.Find(row => string.Equals(row.Name, desk.Witness.Name, StringComparison.Ordinal));
            desk.Restore(size, isAhead);
            if (published is not null)
            {
                desk.Keep(published);
            }
        }

        waitingSince = signed is null || IsPublished(signed) ? null : time.GetUtcNow();
    }
}
