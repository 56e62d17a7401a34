using Broker.Transparency;

namespace Broker.Cli;

/// <summary>One log as a witness knows it: the last checkpoint that it cosigned, in memory and in a file.</summary>
/// <remarks>
/// Everything is guarded by <see cref="gate"/>. INVARIANT: no cosignature leaves for a tree that is not in the file already, so whatever was promised
/// before a crash is known after it.
/// </remarks>
internal sealed class WitnessedLog(NoteVerifier log, WitnessKey key, WitnessLogFile file)
{
    private readonly Lock gate = new();
    private TreeHead head = file.Head;
    private byte[] note = file.Note;
    private bool broken;

    /// <summary>The log's key; its name is the origin.</summary>
    public VerifierKey Log => log.Key;

    /// <summary>SHA-256 of the origin, as the path of the monitors' copy has it.</summary>
    public string Hash { get; } = WitnessLogFile.HashOf(log.Key.Name);

    /// <summary>The last cosigned checkpoint, for monitors; empty while there is none.</summary>
    public ReadOnlyMemory<byte> Latest
    {
        get { lock (gate) { return note; } }
    }

    /// <summary>True once another tree of the size that was cosigned has been shown, with the log's own signature.</summary>
    public bool HasFork
    {
        get { lock (gate) { return file.HasFork; } }
    }

    /// <summary>Judges a checkpoint against the last one, keeps it and cosigns it.</summary>
    /// <exception cref="WitnessStateException">It could not be kept; every later answer is 503.</exception>
    public WitnessResponse Answer(AddCheckpoint request, DateTimeOffset now)
    {
        lock (gate)
        {
            if (broken)
            {
                return WitnessResponse.Refused(WitnessResponse.Broken);
            }

            var verdict = WitnessRules.Judge(request, log, head);
            switch (verdict.Status)
            {
                case WitnessResponse.Ok:
                    return Cosign(request.Checkpoint.Span, verdict.Checkpoint!.Head, now);
                case WitnessResponse.NotTrusted or WitnessResponse.Malformed or WitnessResponse.Unknown:
                    return WitnessResponse.Refused(verdict.Status);
                default:
                    KeepIfFork(request.Checkpoint.Span);
                    return verdict.Status == WitnessResponse.Conflict ? WitnessResponse.NotAt(verdict.LatestSize) : WitnessResponse.Refused(verdict.Status);
            }
        }
    }

    private WitnessResponse Cosign(ReadOnlySpan<byte> checkpoint, TreeHead next, DateTimeOffset now)
    {
        var line = key.Cosign(WitnessedNote.TextOf(checkpoint), now.ToUnixTimeSeconds());
        var cosigned = WitnessedNote.Join(checkpoint, log.Key, line);
        // The same tree once more is a fresh time and nothing to keep: whoever sends it again and again must not wear out the disk.
        if (next != head || note.Length == 0)
        {
            Keep(() => file.Write(cosigned));
        }

        (head, note) = (next, cosigned);
        return WitnessResponse.Cosigned(line);
    }

    // Two trees of one size under the log's own signature: proof, for anyone, that the log showed two histories.
    private void KeepIfFork(ReadOnlySpan<byte> checkpoint)
    {
        if (!file.HasFork && Checkpoint.TryOpen(checkpoint, log, out var other, out _) && other.Head.Size == head.Size && other.Head.Root != head.Root)
        {
            var evidence = checkpoint.ToArray();
            Keep(() => file.WriteFork(evidence));
        }
    }

    private void Keep(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            broken = true;
            throw new WitnessStateException(failure);
        }
    }
}
