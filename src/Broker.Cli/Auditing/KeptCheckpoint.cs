using System.Globalization;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>The last checkpoint of a log that its owner's tools verified: what shows a roll-back and a fork.</summary>
/// <remarks>
/// It is replaced by a larger one alone, and only when that one extends it. <c>x.lock</c> beside the file <c>x</c> keeps two tools apart. Two
/// checkpoints that both verify and contradict each other are kept as <c>fork-SIZE-a</c> (the one that was kept) and <c>fork-SIZE-b</c> (the one
/// that was shown). Of one size, the log's two signatures prove to anyone that it was forked; of two sizes it takes a copy of the longer log too.
/// </remarks>
internal sealed class KeptCheckpoint(string file)
{
    // A fork that is shown over and over fills no disk.
    private const int MostEvidence = 26;

    public string File { get; } = file;

    private string Folder => Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>The kept checkpoint, null before the first. A file that is damaged or of another log is an expected no: it is never replaced.</summary>
    public Checkpoint? Read(TrustFile trust) => ReadNote(trust)?.Checkpoint;

    /// <summary>Takes a checkpoint that was just given: it must be the kept one or extend it, and is kept from now on.</summary>
    /// <param name="trust">The log.</param>
    /// <param name="note">The signed checkpoint.</param>
    /// <param name="extends">Asked at most once, when the sizes differ.</param>
    /// <param name="cancellation">Ends the wait for another tool, and the question.</param>
    public Task<Checkpoint> AdvanceAsync(TrustFile trust, ReadOnlyMemory<byte> note, LogExtension extends, CancellationToken cancellation)
        => TakeAsync(trust, note, extends, mayBeOlder: false, cancellation);

    /// <summary>As <see cref="AdvanceAsync"/> for a checkpoint that may be an old one, of a receipt: the kept one must extend it then, and stays.</summary>
    public Task<Checkpoint> AdmitAsync(TrustFile trust, ReadOnlyMemory<byte> note, LogExtension extends, CancellationToken cancellation)
        => TakeAsync(trust, note, extends, mayBeOlder: true, cancellation);

    private async Task<Checkpoint> TakeAsync(
        TrustFile trust, ReadOnlyMemory<byte> note, LogExtension extends, bool mayBeOlder, CancellationToken cancellation)
    {
        var shown = TrustedLog.Open(note.Span, trust);
        using var turn = await FileLock.TakeAsync(File + ".lock", cancellation);
        if (ReadNote(trust) is not { } kept)
        {
            DurableFile.Write(File, note.Span);
            return shown;
        }

        var (old, now) = (kept.Checkpoint.Head, shown.Head);
        if (now.Size < old.Size && !mayBeOlder)
        {
            throw RolledBack(old, now);
        }

        var holds = now.Size == old.Size ? now.Root == old.Root
            : now.Size > old.Size ? await extends(old, now, cancellation)
            : await extends(now, old, cancellation);
        if (holds != true)
        {
            throw holds == false ? Forked(kept.Note, note.Span, old, now) : NotShown(old, now);
        }

        // Of one tree, the note that meets today's quorum: a trust file with other witnesses asks for cosignatures that the kept one has not.
        if (now.Size > old.Size || (now.Size == old.Size && !TrustedLog.TryOpen(kept.Note, trust, out _, out _)))
        {
            DurableFile.Write(File, note.Span);
        }

        return shown;
    }

    // The quorum was asked for when it was kept, by the trust file of that day; the log's own signature says that it is whole.
    private (Checkpoint Checkpoint, byte[] Note)? ReadNote(TrustFile trust)
    {
        if (!System.IO.File.Exists(File))
        {
            return null;
        }

        var note = PrivateFile.Read(File, SignedNote.MaxLength);
        return Checkpoint.TryOpen(note, new NoteVerifier(trust.Log, Ed25519.Verify), out var checkpoint, out _)
            ? (checkpoint, note)
            : throw CommandFailure.No(
                $"`{File}` is not a checkpoint of the trusted log: it is damaged, or of another log. Nothing was changed. It is what shows a roll-back: put it back from a copy, "
                + "or move it away once you have compared the log's size and root with another member or an auditor");
    }

    private CommandFailure RolledBack(TreeHead kept, TreeHead shown) => CommandFailure.No(string.Create(
        CultureInfo.InvariantCulture,
        $"the log is rolled back: {shown.Size} entries are shown, and `{File}` is a checkpoint of {kept.Size}. Nothing was changed. Ask again in a minute; if it stays so, "
        + $"entries were cut off or an old copy was put back: keep that file, and tell your auditor and the other members"));

    private static CommandFailure NotShown(TreeHead kept, TreeHead shown) => CommandFailure.No(string.Create(
        CultureInfo.InvariantCulture,
        $"nothing shows that the log of {Math.Max(kept.Size, shown.Size)} entries extends that of {Math.Min(kept.Size, shown.Size)}: files of the log are missing or damaged. Nothing was changed"));

    private CommandFailure Forked(ReadOnlySpan<byte> keptNote, ReadOnlySpan<byte> shownNote, TreeHead kept, TreeHead shown)
    {
        var evidence = string.Create(CultureInfo.InvariantCulture, $"fork-{shown.Size}-");
        KeepEvidence(evidence, keptNote);
        KeepEvidence(evidence, shownNote);
        var proof = kept.Size == shown.Size ? "they prove it to anyone who has the trust file"
            : "with a copy of the longer log they prove it to anyone who has the trust file, so make one now, in an empty folder, with `broker log mirror`";
        return CommandFailure.No(string.Create(
            CultureInfo.InvariantCulture,
            $"the log is forked: its checkpoint of {shown.Size} entries contradicts the one of {kept.Size} that was kept. Believe neither. Both are in `{Folder}`, as {evidence}a "
            + $"and {evidence}b: {proof}. Give them to your auditor and to the other members"));
    }

    private void KeepEvidence(string prefix, ReadOnlySpan<byte> note)
    {
        for (var letter = 0; letter < MostEvidence; letter++)
        {
            var path = Path.Combine(Folder, prefix + (char)('a' + letter));
            if (!System.IO.File.Exists(path))
            {
                DurableFile.Write(path, note);
                return;
            }

            if (System.IO.File.ReadAllBytes(path).AsSpan().SequenceEqual(note))
            {
                return;
            }
        }
    }
}
