using System.Globalization;
using Broker.Cli.Verify;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>A verified copy of a log in a folder, extended by what is new; held for one tool alone until it is disposed.</summary>
/// <remarks>
/// Entries are fetched; the tiles are computed from them, never taken from the gateway. <c>checkpoint</c> is written last: whatever an interrupted run
/// left beyond it is written over by the next. Memory: one bundle of entries.
/// INVARIANT: no kept checkpoint covers a file that is not durable, so the copy verifies after a power cut too.
/// </remarks>
internal sealed class LogMirror : IDisposable
{
    private readonly FileLock turn;
    private readonly TrustFile trust;

    private LogMirror(FileLock turn, string folder, TrustFile trust, byte[] note)
    {
        (this.turn, this.trust, Folder, Note) = (turn, trust, folder, note);
        Checkpoint = TrustedLog.Open(note, trust);
    }

    public string Folder { get; }

    /// <summary>The signed checkpoint of the copy.</summary>
    public ReadOnlyMemory<byte> Note { get; }

    public Checkpoint Checkpoint { get; }

    public TreeHead Head => Checkpoint.Head;

    /// <summary>Extends the copy in a folder to what the gateway shows now.</summary>
    public static Task<LogMirror> UpdateAsync(GatewayClient gateway, TrustFile trust, string folder, CancellationToken cancellation)
        => UpdateAsync(gateway, trust, folder, null, cancellation);

    /// <summary>Extends the copy in a folder; what the gateway shows must also extend the checkpoint that its owner kept, which goes on with it.</summary>
    public static Task<LogMirror> UpdateAsync(
        GatewayClient gateway, TrustFile trust, string folder, KeptCheckpoint? kept, CancellationToken cancellation)
        => UpdateAsync(gateway, trust, folder, kept, DurableFile.SyncAll, cancellation);

    /// <summary>As the other, with what makes the copy's new files durable.</summary>
    public static async Task<LogMirror> UpdateAsync(
        GatewayClient gateway, TrustFile trust, string folder, KeptCheckpoint? kept, DurableSync sync, CancellationToken cancellation)
    {
        var turn = await LockAsync(folder, cancellation);
        try
        {
            GatewayLog log = new(gateway);
            KeptCheckpoint own = new(Path.Combine(folder, TilePath.Checkpoint));
            var checkpoints = kept is null ? [own] : new[] { kept, own };
            // Read before the log is asked: what another tool keeps in the meantime may be newer than the answer.
            var seen = checkpoints.Select(checkpoint => checkpoint.Read(trust)?.Head ?? TreeHead.Empty).ToArray();
            var note = await log.NoteAsync(cancellation);
            var shown = TrustedLog.Open(note, trust).Head;
            if (Array.FindIndex(seen, head => head.Size > shown.Size) is >= 0 and var longer)
            {
                await checkpoints[longer].AdvanceAsync(trust, note, NeverShown, cancellation);
            }

            MirrorGrowth growth = new(log, folder, sync);
            if (await growth.RunAsync(seen[^1], shown, cancellation))
            {
                foreach (var checkpoint in checkpoints)
                {
                    await checkpoint.AdmitAsync(trust, note, ExtendsIn(folder, log), cancellation);
                }

                growth.Tidy(seen[^1]);
                return new LogMirror(turn, folder, trust, PrivateFile.Read(own.File, SignedNote.MaxLength));
            }

            await RefuseAsync(log, trust, note, checkpoints, cancellation);
            throw CommandFailure.No("the log does not verify: the entries that the gateway gives are not those of its checkpoint");
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Opens the copy in a folder as it is, without a server; the kept checkpoint must be one that it extends or that extends it.</summary>
    public static async Task<LogMirror> OpenAsync(TrustFile trust, string folder, KeptCheckpoint? kept, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, TilePath.Checkpoint);
        if (!File.Exists(file))
        {
            throw new CommandFailure($"no copy of a log in `{folder}`: make one with `broker log mirror`");
        }

        var turn = await LockAsync(folder, cancellation);
        try
        {
            LogMirror mirror = new(turn, folder, trust, PrivateFile.Read(file, SignedNote.MaxLength));
            if (kept?.Read(trust) is { } seen && seen.Head.Size > mirror.Head.Size)
            {
                throw CommandFailure.No(string.Create(
                    CultureInfo.InvariantCulture,
                    $"the copy in `{folder}` has {mirror.Head.Size} entries, and a log of {seen.Head.Size} was seen: update the copy before it is read offline"));
            }

            if (kept is not null)
            {
                await kept.AdvanceAsync(trust, mirror.Note, ExtendsIn(folder, null), cancellation);
            }

            return mirror;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>A file of the log, or null.</summary>
    public byte[]? Read(string path) => LogDirectory.Read(Folder, path);

    /// <summary>Checks the whole copy from its files, and shows every entry in order; what a visitor gathered counts only when the report is clean.</summary>
    public LogReport Check(LogEntryVisitor? visit = null) => LogVerification.Check(Read, TrustedLog.Verifier(trust), null, visit);

    /// <summary>As <see cref="Check"/>; a copy with a fault is an expected no.</summary>
    public void Verify(LogEntryVisitor? visit = null)
    {
        var report = Check(visit);
        if (!report.IsClean)
        {
            throw Damaged(Folder, report.Fault, report.File);
        }
    }

    /// <summary>The bytes of an entry, as the copy has them; null when the index is outside of the log or the bundle is damaged.</summary>
    public byte[]? Entry(long index) => MirroredEntry.Read(index, Head, Read);

    /// <summary>Whether exactly these bytes are the entry at this index; to be asked of a copy that was checked.</summary>
    public bool Holds(long index, ReadOnlySpan<byte> entry) => Entry(index) is { } own && entry.SequenceEqual(own);

    public void Dispose() => turn.Dispose();

    internal static CommandFailure Damaged(string folder, LogFault fault, string? file) => CommandFailure.No(
        $"the copy of the log in `{folder}` does not verify: {LogFaultWords.Of(fault)}{(file is null ? "" : $" (`{file}`)")}; keep it if you did not damage it yourself, and copy the log into another folder");

    private static Task<FileLock> LockAsync(string folder, CancellationToken cancellation) => FileLock.TakeAsync(Path.Combine(folder, "lock"), cancellation);

    private static Task<bool?> NeverShown(TreeHead older, TreeHead newer, CancellationToken cancellation) => Task.FromResult<bool?>(null);

    // A tree that is newer than the copy, kept by another tool just now, has its tiles with the gateway alone.
    private static LogExtension ExtendsIn(string folder, GatewayLog? log) => async (older, newer, cancellation)
        => LogTiles.Extends(older, newer, path => LogDirectory.Read(folder, path)) ?? (log is null ? null : await log.ExtendsAsync(older, newer, cancellation));

    // The entries did not lead to the root: either files are damaged, or the log is another one than it was, which its tiles show.
    private static async Task RefuseAsync(GatewayLog log, TrustFile trust, byte[] note, IReadOnlyList<KeptCheckpoint> checkpoints, CancellationToken cancellation)
    {
        foreach (var checkpoint in checkpoints.Where(checkpoint => checkpoint.Read(trust) is not null))
        {
            await checkpoint.AdvanceAsync(
                trust, note, async (older, newer, c) => await log.ExtendsAsync(older, newer, c) == false ? false : null, cancellation);
        }
    }
}
