using Broker.Cli.Verify;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Extends the files of a mirrored log by the entries that a gateway gives, bundle by bundle.</summary>
/// <remarks>INVARIANT: a file that the copy's own checkpoint covers is never written.</remarks>
internal sealed class MirrorGrowth(GatewayLog log, string folder, DurableSync sync)
{
    private readonly List<string> written = [];

    // The right edge so far, a file a level: what the next bundle is appended to. On disk only once it is the edge of the whole.
    private readonly Dictionary<int, LogFile> edge = [];
    private TreeHead head = TreeHead.Empty;

    /// <summary>Writes all files of the shown tree beyond the old one; when it returns true they are durable, so that a checkpoint may cover them.</summary>
    /// <returns>Whether the entries lead to the shown root; if not, the folder holds what it held before, and files that nothing covers.</returns>
    public async Task<bool> RunAsync(TreeHead old, TreeHead shown, CancellationToken cancellation)
    {
        head = old;
        while (head.Size < shown.Size)
        {
            cancellation.ThrowIfCancellationRequested();
            var index = head.Size >> TilePath.Height;
            var path = TilePath.Entries(index, (int)Math.Min(TilePath.FullWidth, shown.Size - (index << TilePath.Height)));
            var entries = await log.EntriesAsync(path, cancellation);
            Append([.. entries.Skip((int)(head.Size & 0xff))]);
        }

        foreach (var file in edge.Values.Where(file => IsPartialOf(file.Path, head.Size)))
        {
            Write(file);
        }

        if (head != shown)
        {
            return false;
        }

        sync(folder, written);
        return true;
    }

    /// <summary>Deletes the partial files of the old tree that the new one has wider ones for; after the new checkpoint is in place.</summary>
    public void Tidy(TreeHead old)
    {
        foreach (var path in TilePath.AllOf(old.Size).Where(path => path.Width < TilePath.FullWidth && !IsPartialOf(path, head.Size)))
        {
            var file = Path.Combine(folder, path.ToString());
            File.Delete(file);
            if (Path.GetDirectoryName(file) is { } narrow && !Directory.EnumerateFileSystemEntries(narrow).Any())
            {
                Directory.Delete(narrow);
            }
        }
    }

    private void Append(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        if (!TileWriter.TryAppend(head, entries, Read, out var growth, out var fault))
        {
            throw LogMirror.Damaged(folder, fault, null);
        }

        foreach (var file in growth.Files)
        {
            if (file.Path.Width == TilePath.FullWidth)
            {
                Write(file);
            }
            else
            {
                edge[file.Path.Level] = file;
            }
        }

        head = growth.Head;
    }

    private byte[]? Read(string path)
        => edge.Values.FirstOrDefault(file => file.Path.ToString() == path) is { } file ? file.Content.ToArray() : LogDirectory.Read(folder, path);

    private void Write(LogFile file)
    {
        var path = Path.Combine(folder, file.Path.ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Content.Span);
        written.Add(path);
    }

    private static bool IsPartialOf(TilePath path, long size)
    {
        var width = size >> (TilePath.Height * Math.Max(path.Level, 0));
        return path.Index == width >> TilePath.Height && path.Width == (width & 0xff);
    }
}
