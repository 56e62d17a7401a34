// Growing a tiled log.
//
// References: C2SP tlog-tiles.
// Only the right edge is read: at each level the one partial tile, and the partial bundle. All of it is hashed again and
// compared with the head that was signed last, so that a damaged or swapped edge is never signed over.

using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>Computes the files that entries add to a tiled log.</summary>
public static class TileWriter
{
    /// <summary>Appends entries to the tree <paramref name="head"/> whose files <paramref name="read"/> gives.</summary>
    /// <param name="head">The tree that was signed last; <see cref="TreeHead.Empty"/> for a new log.</param>
    /// <param name="entries">0 to 65,535 bytes each.</param>
    /// <param name="read">Gives the existing files.</param>
    /// <param name="growth">The new head and the files to write.</param>
    /// <param name="fault">Why the existing files do not match the head; then nothing may be signed.</param>
    /// <exception cref="ArgumentException">An entry is too long, or the head's size is negative.</exception>
    public static bool TryAppend(
        TreeHead head,
        IReadOnlyList<ReadOnlyMemory<byte>> entries,
        LogFileReader read,
        [NotNullWhen(true)] out LogGrowth? growth,
        out LogFault fault)
    {
        growth = null;
        if (entries.FirstOrDefault(e => e.Length > EntryBundle.MaxEntryLength) is { Length: > 0 } tooLong)
        {
            throw Faults.EntryTooLong(tooLong.Length);
        }

        if (!EdgeReader.TryRead(head, read, out var edge, out fault)
            || !TryReadBundle(edge, read, out var bundle, out fault))
        {
            return false;
        }

        var files = AppendCore(edge, bundle, entries);
        growth = new LogGrowth(new TreeHead(edge.Size, edge.Root()), files);
        return true;
    }

    private static List<LogFile> AppendCore(
        LogEdge edge, List<ReadOnlyMemory<byte>> bundle, IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var files = new List<LogFile>();
        var grown = -1;
        foreach (var entry in entries)
        {
            bundle.Add(entry);
            grown = Math.Max(grown, 0);
            edge.Append(MerkleHash.Leaf(entry.Span), (path, hashes) =>
            {
                if (path.Level == 0)
                {
                    files.Add(new LogFile(TilePath.Entries(path.Index), EntryBundle.Format(bundle)));
                    bundle.Clear();
                }

                files.Add(new LogFile(path, HashTile.Format(hashes)));
                grown = Math.Max(grown, path.Level + 1);
            });
        }

        AddPartials(edge, bundle, grown, files);
        return files;
    }

    /// <summary>The partial files of all levels that got a hash; the others are stored already.</summary>
    private static void AddPartials(LogEdge edge, List<ReadOnlyMemory<byte>> bundle, int grown, List<LogFile> files)
    {
        if (grown >= 0 && bundle.Count > 0)
        {
            files.Add(new LogFile(
                TilePath.Entries(edge.Size >> TilePath.Height, bundle.Count), EntryBundle.Format(bundle)));
        }

        foreach (var path in LogEdge.PartialTiles(edge.Size).Where(p => p.Level <= grown))
        {
            files.Add(new LogFile(path, HashTile.Format(edge.Partial(path.Level))));
        }
    }

    private static bool TryReadBundle(
        LogEdge edge, LogFileReader read, out List<ReadOnlyMemory<byte>> bundle, out LogFault fault)
    {
        bundle = [];
        fault = LogFault.None;
        var leaves = edge.Partial(0);
        if (leaves.IsEmpty)
        {
            return true;
        }

        var bytes = read(TilePath.Entries(edge.Size >> TilePath.Height, leaves.Length).ToString());
        if (bytes is null || !EntryBundle.TryParse(bytes, leaves.Length, out var stored))
        {
            fault = bytes is null ? LogFault.BundleMissing : LogFault.BundleMalformed;
            return false;
        }

        for (var i = 0; i < stored.Count; i++)
        {
            if (MerkleHash.Leaf(stored[i].Span) != leaves[i])
            {
                fault = LogFault.TileMismatch;
                return false;
            }
        }

        bundle.AddRange(stored);
        return true;
    }
}
