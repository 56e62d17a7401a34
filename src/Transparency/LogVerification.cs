// The whole-log check: every entry, every tile and the root, from the files alone.
//
// References: C2SP tlog-tiles, tlog-checkpoint.
// What it shows: the files are the log of this size that the key signed. What it can't show alone: that the same key did not
// sign another log of that size, or a longer one. For that, hand in an earlier checkpoint, kept elsewhere.
// Memory: one bundle (16 MB at most) and 256 hashes a level.

namespace Broker.Transparency;

/// <summary>Verifies a mirrored log offline.</summary>
public static class LogVerification
{
    /// <summary>Checks the log whose files <paramref name="read"/> gives.</summary>
    /// <param name="read">Gives the files.</param>
    /// <param name="log">The log's key, whose name is the origin, and the witnesses that have to have cosigned.</param>
    /// <param name="earlier">A head of this log that the verifier kept, which the log must extend; null without one.</param>
    /// <param name="visit">Called for every entry in order, before the root is known to be right: what it gathers counts
    /// only when the report is clean.</param>
    public static LogReport Check(
        LogFileReader read, CheckpointVerifier log, TreeHead? earlier = null, LogEntryVisitor? visit = null)
    {
        var note = read(TilePath.Checkpoint);
        if (note is null)
        {
            return new LogReport(LogFault.CheckpointMissing, -1, TilePath.Checkpoint, 0, null);
        }

        return log.TryOpen(note, out var checkpoint, out var fault)
            ? new Pass(read, checkpoint, earlier, visit).Run()
            : new LogReport(fault, -1, TilePath.Checkpoint, 0, null);
    }

    /// <summary>One run over the files; stops at the first fault.</summary>
    private sealed class Pass(LogFileReader read, Checkpoint checkpoint, TreeHead? earlier, LogEntryVisitor? visit)
    {
        private readonly LogEdge edge = new();
        private LogReport? firstFault;

        internal LogReport Run()
        {
            if (earlier is { } kept && kept.Size > checkpoint.Head.Size)
            {
                return Report(LogFault.RolledBack, -1, TilePath.Checkpoint);
            }

            CompareWithEarlier();
            var size = checkpoint.Head.Size;
            for (long index = 0; firstFault is null && index < size >> TilePath.Height; index++)
            {
                CheckBundle(TilePath.Entries(index));
            }

            if (firstFault is null && (size & 0xff) != 0)
            {
                CheckBundle(TilePath.Entries(size >> TilePath.Height, (int)(size & 0xff)));
            }

            CheckEdge();
            return firstFault ?? Report(LogFault.None, -1, null);
        }

        private void CheckBundle(TilePath path)
        {
            var bytes = read(path.ToString());
            if (bytes is null || !EntryBundle.TryParse(bytes, path.Width, out var entries))
            {
                Fail(bytes is null ? LogFault.BundleMissing : LogFault.BundleMalformed, path.Index, path.ToString());
                return;
            }

            foreach (var entry in entries)
            {
                visit?.Invoke(edge.Size, entry.Span);
                edge.Append(MerkleHash.Leaf(entry.Span), CheckTile);
                CompareWithEarlier();
            }
        }

        private void CheckEdge()
        {
            foreach (var path in firstFault is null ? LogEdge.PartialTiles(edge.Size) : [])
            {
                CheckTile(path, edge.Partial(path.Level).ToArray());
            }

            if (firstFault is null && edge.Root() != checkpoint.Head.Root)
            {
                Fail(LogFault.RootMismatch, -1, TilePath.Checkpoint);
            }
        }

        private void CheckTile(TilePath path, Hash32[] expected)
        {
            var bytes = read(path.ToString());
            var hashes = bytes is null ? null : HashTile.TryParse(bytes, path.Width);
            if (hashes is null)
            {
                Fail(bytes is null ? LogFault.TileMissing : LogFault.TileMalformed, path.Index, path.ToString());
            }
            else if (!hashes.AsSpan().SequenceEqual(expected))
            {
                Fail(LogFault.TileMismatch, path.Index, path.ToString());
            }
        }

        private void CompareWithEarlier()
        {
            if (earlier is { } kept && kept.Size == edge.Size && kept.Root != edge.Root())
            {
                Fail(LogFault.Forked, kept.Size, null);
            }
        }

        private void Fail(LogFault fault, long index, string? file) => firstFault ??= Report(fault, index, file);

        private LogReport Report(LogFault fault, long index, string? file) =>
            new(fault, index, file, edge.Size, checkpoint);
    }
}
