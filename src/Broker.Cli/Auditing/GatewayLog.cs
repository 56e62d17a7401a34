using Broker.Transparency;

namespace Broker.Cli;

/// <summary>A log's files as a gateway gives them; nothing in them is believed before it is held against a verified checkpoint.</summary>
internal sealed class GatewayLog(GatewayClient gateway)
{
    // Each question costs one tile a level at most, and a tree has eight levels.
    private const int MostRounds = 40;
    private const int TileLength = TilePath.FullWidth * Hash32.Size;

    /// <summary>The signed checkpoint as it is shown now.</summary>
    public async Task<byte[]> NoteAsync(CancellationToken cancellation)
    {
        var answer = await gateway.GetLimitedAsync("/log/" + TilePath.Checkpoint, SignedNote.MaxLength, cancellation);
        return answer.IsOk ? answer.Body : throw new CommandFailure($"`/log/{TilePath.Checkpoint}`: {answer.Problem.Words}");
    }

    /// <summary>The entries of a bundle; a failure when they can't be had.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> EntriesAsync(TilePath path, CancellationToken cancellation)
    {
        var (found, bytes) = await GetAsync(path, EntryBundle.MaxBundleLength, cancellation);
        return bytes is null ? throw new CommandFailure($"the log is incomplete: `{path}`, which its checkpoint calls for, is missing")
            : EntryBundle.TryParse(bytes, found.Width, out var entries) ? [.. entries.Take(path.Width)]
            : throw CommandFailure.No($"the log does not verify: `{path}` is no bundle of {path.Width} entries");
    }

    /// <inheritdoc cref="LogExtension"/>
    public async Task<bool?> ExtendsAsync(TreeHead older, TreeHead newer, CancellationToken cancellation)
    {
        Dictionary<string, byte[]> files = [];
        for (var round = 0; round < MostRounds; round++)
        {
            HashSet<string> missing = [];
            if (LogTiles.Extends(older, newer, path => files.GetValueOrDefault(path) ?? Note(missing, path)) is bool answer)
            {
                return answer;
            }

            if (missing.Count == 0 || !await FetchAsync(missing, files, cancellation))
            {
                return null;
            }
        }

        return null;
    }

    private static byte[]? Note(HashSet<string> missing, string path)
    {
        missing.Add(path);
        return null;
    }

    private async Task<bool> FetchAsync(HashSet<string> missing, Dictionary<string, byte[]> files, CancellationToken cancellation)
    {
        foreach (var name in missing)
        {
            var (_, bytes) = TilePath.TryParse(name, out var path) ? await GetAsync(path, TileLength, cancellation) : default;
            if (path is null || bytes is null || bytes.Length < path.Width * Hash32.Size)
            {
                return false;
            }

            files[name] = bytes[..(path.Width * Hash32.Size)];
        }

        return true;
    }

    // A partial file may go once its full one is there (C2SP tlog-tiles): the full one begins with it.
    private async Task<(TilePath Found, byte[]? Bytes)> GetAsync(TilePath path, int limit, CancellationToken cancellation)
    {
        var answer = await gateway.GetLimitedAsync("/log/" + path, limit, cancellation);
        if (answer.Status == 404 && path.Width < TilePath.FullWidth)
        {
            path = path.IsEntries ? TilePath.Entries(path.Index) : TilePath.Hashes(path.Level, path.Index);
            answer = await gateway.GetLimitedAsync("/log/" + path, limit, cancellation);
        }

        return (path, answer.IsOk ? answer.Body : answer.Status == 404 ? null : throw new CommandFailure($"`/log/{path}`: {answer.Problem.Words}"));
    }
}
