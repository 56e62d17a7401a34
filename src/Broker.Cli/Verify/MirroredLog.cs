using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>A copy of a log that is read and not changed; each hash out of it is held against its checkpoint's root.</summary>
internal sealed class MirroredLog
{
    private const string NotShown = "nothing was verified: ";

    private readonly string directory;

    private MirroredLog(string directory, byte[] note, Checkpoint checkpoint) => (this.directory, Note, Checkpoint) = (directory, note, checkpoint);

    internal byte[] Note { get; }

    internal Checkpoint Checkpoint { get; }

    internal TreeHead Head => Checkpoint.Head;

    /// <summary>Opens a copy whose checkpoint verifies.</summary>
    internal static bool TryOpen(string directory, CheckpointVerifier log, [NotNullWhen(true)] out MirroredLog? mirror, [NotNullWhen(false)] out VerifyOutcome? problem)
    {
        (mirror, problem) = (null, null);
        if (LogDirectory.ReadLimited(Path.Combine(directory, TilePath.Checkpoint), SignedNote.MaxLength) is not { } note)
        {
            problem = new VerifyOutcome(false, NotShown + "there is no checkpoint in the mirror");
        }
        else if (!log.TryOpen(note, out var checkpoint, out var fault))
        {
            problem = new VerifyOutcome(false, NotShown + LogFaultWords.Of(fault));
        }
        else
        {
            mirror = new MirroredLog(directory, note, checkpoint);
        }

        return mirror is not null;
    }

    /// <summary>Whether a checkpoint is one that the copied log had.</summary>
    internal static VerifyOutcome Contains(string directory, CheckpointVerifier log, ReadOnlySpan<byte> note)
        => !TryOpen(directory, log, out var mirror, out var problem) ? problem
            : !log.TryOpen(note, out var checkpoint, out var fault) ? new VerifyOutcome(false, NotShown + LogFaultWords.Of(fault))
            : mirror.Contains(checkpoint.Head);

    /// <summary>Whether a head is one that the copied log had.</summary>
    internal VerifyOutcome Contains(TreeHead head) => string.Create(CultureInfo.InvariantCulture, $"the checkpoint of {head.Size} entries ") is var of
        && head.Size > Head.Size ? new VerifyOutcome(false, string.Create(CultureInfo.InvariantCulture, $"{of}is not shown to be the mirrored log's, which has {Head.Size}: update the mirror"))
        : RootAt(head.Size) is not Hash32 root ? new VerifyOutcome(false, $"{of}is not shown to be the mirrored log's: tiles of the mirror are missing or damaged")
        : root != head.Root ? new VerifyOutcome(false, $"{of}is of another log than the mirror, under the same key: the log is forked. Keep both checkpoints, they prove it")
        : new VerifyOutcome(true, $"{of}is one of the mirrored log");

    internal Hash32? RootAt(long size) => LogTiles.RootAt(size, Head, Read);

    internal Hash32[]? Prove(long index) => LogTiles.Prove(index, Head, Read);

    internal byte[]? Entry(long index) => MirroredEntry.Read(index, Head, Read);

    private byte[]? Read(string path) => LogDirectory.Read(directory, path);
}
