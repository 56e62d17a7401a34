using Broker.Contracts;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>What the silo knows of one witness. Guarded by the lock of <see cref="Publication"/>.</summary>
internal sealed class WitnessDesk(Witness witness)
{
    private const string Current = "current";
    private const string Waiting = "waiting";
    private const string Silent = "silent";
    private const string Refuses = "refuses";
    private const string Ahead = "ahead";

    // A refusal does not go away by asking four times a second.
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(10);

    // A slow witness is still answering for a checkpoint that the others published long ago; ten seconds of a busy log are fewer than this.
    private const int MostAsked = 128;

    private readonly List<SignedCheckpoint> asked = []; // not answered yet, the newest last
    private long askedFrom; // of the newest
    private (SignedCheckpoint Checkpoint, string Line)? cosigned;
    private string last = Waiting;
    private DateTimeOffset notBefore = DateTimeOffset.MinValue;
    private DateTimeOffset? lastAnswer;

    public Witness Witness => witness;

    /// <summary>The size that it cosigned last, as far as is known: what a proof for it begins at.</summary>
    public long Size { get; private set; }

    /// <summary>Whether it saw a log that this one does not extend.</summary>
    public bool IsAhead { get; private set; }

    /// <summary>What was kept of it in the store.</summary>
    public void Restore(long size, bool isAhead) => (Size, IsAhead, last) = (size, isAhead, isAhead ? Ahead : Waiting);

    /// <summary>Its cosignature of a checkpoint; null when there is none.</summary>
    public string? LineOf(SignedCheckpoint checkpoint) => cosigned is { } own && IsSame(own.Checkpoint, checkpoint) ? own.Line : null;

    /// <summary>Whether it is to be asked for a cosignature of the checkpoint now, and from which size on.</summary>
    public long? Ask(SignedCheckpoint checkpoint, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(witness.Url) || now < notBefore || LineOf(checkpoint) is not null)
        {
            return null;
        }

        // One that is ahead is asked again too: its cosignature is what shows that the right log is back.
        asked.RemoveAll(one => IsSame(one, checkpoint));
        asked.Add(checkpoint);
        asked.RemoveRange(0, Math.Max(0, asked.Count - MostAsked));
        return askedFrom = Math.Min(Size, checkpoint.Head.Size);
    }

    /// <summary>Takes a cosignature out of a note's lines, as it was published with.</summary>
    public void Keep(SignedCheckpoint published)
    {
        if (Cosignature.TryTake(published.Lines, published.Text, witness.Key, Sealing.Ed25519.Verify, out string? line, out _))
        {
            (cosigned, Size) = ((published, line), Math.Max(Size, published.Head.Size));
        }
    }

    /// <summary>Takes a reply to what was asked last, or a cosignature of what was asked before and not answered yet.</summary>
    /// <returns>True when something of it is to be kept in the store.</returns>
    public bool Take(WitnessReply reply, long signedSize, DateTimeOffset now)
    {
        if (asked.Count == 0)
        {
            return false;
        }

        lastAnswer = reply.Status == 0 ? lastAnswer : now;
        bool wasAhead = IsAhead;
        last = Judge(reply, asked[^1], askedFrom, signedSize);
        IsAhead = last == Ahead || (IsAhead && last != Current);
        if (IsAhead)
        {
            // Only its cosignature of the newest shows that the right log is back.
            asked.RemoveRange(0, asked.Count - 1);
        }

        notBefore = last is Ahead or Refuses ? now + AfterRefusal : DateTimeOffset.MinValue;
        return last == Current || IsAhead != wasAhead;
    }

    public WitnessState State(SignedCheckpoint? newest)
    {
        bool isCurrent = newest is not null && LineOf(newest) is not null;
        string state = IsAhead ? Ahead : isCurrent ? Current : last == Current ? Waiting : last;
        return new WitnessState(witness.Name, witness.Url ?? "", state, cosigned?.Checkpoint.Head.Size ?? Size, lastAnswer);
    }

    private string Judge(WitnessReply reply, SignedCheckpoint checkpoint, long old, long signedSize)
    {
        switch (reply.Status)
        {
            case 0:
                return Silent;
            case 200 when TryTakeLine(reply.Body):
                return Current;
            case 409 when WitnessAnswer.TryParseSize(reply.Body, out long size) && size != old:
                Size = Math.Min(size, signedSize);
                return size > signedSize ? Ahead : size > checkpoint.Head.Size ? Refuses : Waiting;
            case 422 when old > 0:
                // The proof is right and begins at the size that it named: what it saw at that size was another log.
                return Ahead;
            default:
                return Refuses;
        }
    }

    /// <summary>Takes the cosignature of the newest question that it answers; earlier ones are over with it.</summary>
    private bool TryTakeLine(byte[] answer)
    {
        for (int i = asked.Count - 1; i >= 0; i--)
        {
            if (Cosignature.TryTake(answer, asked[i].Text, witness.Key, Sealing.Ed25519.Verify, out string? line, out _))
            {
                (cosigned, Size) = ((asked[i], line), asked[i].Head.Size);
                // The newest stays: what another courier says of it is judged too.
                asked.RemoveRange(0, Math.Min(i + 1, asked.Count - 1));
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(SignedCheckpoint one, SignedCheckpoint other) => string.Equals(one.Text, other.Text, StringComparison.Ordinal);
}
