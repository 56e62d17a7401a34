// What a witness does with a checkpoint.
//
// References: C2SP tlog-witness ("add-checkpoint"); RFC 9162 section 2.1.4.2.
// INVARIANT: the checkpoints that get 200, each judged against the one before, are a log that only grew.

namespace Broker.Transparency;

/// <summary>The decision of a witness; no clock, no store, no network.</summary>
public static class WitnessRules
{
    private const int Ok = 200;
    private const int BadRequest = 400;
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int Unprocessable = 422;

    /// <summary>Judges a request.</summary>
    /// <param name="request">The request as it was sent.</param>
    /// <param name="log">The log's key; its name is the origin that the request has to name.</param>
    /// <param name="latest">What was cosigned last of this log, <see cref="TreeHead.Empty"/> for nothing.</param>
    /// <returns>What to answer. Keep and answer have to be one step: two requests are never judged against the same head.</returns>
    public static WitnessVerdict Judge(AddCheckpoint request, NoteVerifier log, TreeHead latest)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(log);
        if (request.Origin != log.Key.Name)
        {
            return Refuse(request.Origin is null ? BadRequest : NotFound);
        }

        if (!SignedNote.TryOpen(request.Checkpoint.Span, [log], out var note, out var fault))
        {
            return Refuse(fault == NoteFault.Malformed ? BadRequest : Forbidden);
        }

        if (!Checkpoint.TryParseLines(note.Text, out var checkpoint) || request.OldSize > checkpoint.Head.Size)
        {
            return Refuse(BadRequest);
        }

        if (request.OldSize != latest.Size)
        {
            return new WitnessVerdict(Conflict, null, latest.Size);
        }

        // From size 0 the old root is that of no entries: what is kept before the first checkpoint.
        return Consistency.Verify(latest.Size, latest.Root, checkpoint.Head.Size, checkpoint.Head.Root, [.. request.Proof])
            ? new WitnessVerdict(Ok, checkpoint, checkpoint.Head.Size)
            : Refuse(Unprocessable);
    }

    private static WitnessVerdict Refuse(int status) => new(status, null, 0);
}
