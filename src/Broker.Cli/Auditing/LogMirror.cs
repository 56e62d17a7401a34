using Broker.Transparency;

namespace Broker.Cli;

/// <summary>A copy of a log's files, fetched through HTTP; nothing in it is believed before it is verified.</summary>
internal sealed class LogMirror
{
    // A log that grew between the checkpoint and a partial tile is fetched anew.
    private const int Tries = 3;

    private readonly SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, byte[]> Files => files;

    public static async Task<LogMirror> FetchAsync(GatewayClient gateway, TrustFile trust, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            LogMirror mirror = new();
            var note = await gateway.GetBytesAsync("/log/" + TilePath.Checkpoint, cancellation);
            if (!Checkpoint.TryOpen(note, new NoteVerifier(trust.Log, Sealing.Ed25519.Verify), out var checkpoint, out var fault))
            {
                throw CommandFailure.No($"the log's checkpoint does not verify: {LogFaultWords.Of(fault)}");
            }

            mirror.files[TilePath.Checkpoint] = note;
            if (await mirror.FetchTilesAsync(gateway, checkpoint.Head.Size, cancellation))
            {
                return mirror;
            }

            if (attempt == Tries)
            {
                throw new CommandFailure("the log is incomplete: a file that its checkpoint calls for is missing");
            }
        }
    }

    /// <summary>A file by its path, or null.</summary>
    public byte[]? Read(string path) => files.GetValueOrDefault(path);

    /// <summary>Writes the files under a folder, the checkpoint last.</summary>
    public void Save(string folder)
    {
        foreach (var (path, content) in files.OrderBy(file => file.Key == TilePath.Checkpoint))
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
    }

    /// <summary>Checks the whole log offline.</summary>
    public LogReport Check(TrustFile trust, TreeHead? earlier = null, LogEntryVisitor? visit = null)
        => LogVerification.Check(Read, new NoteVerifier(trust.Log, Sealing.Ed25519.Verify), earlier, visit);

    /// <summary>The head that an earlier copy in a folder was verified at; null when there is none.</summary>
    public static TreeHead? EarlierHead(string folder, TrustFile trust)
    {
        var file = Path.Combine(folder, TilePath.Checkpoint);
        return !File.Exists(file) ? null
            : Checkpoint.TryOpen(PrivateFile.Read(file, SignedNote.MaxLength), new NoteVerifier(trust.Log, Sealing.Ed25519.Verify), out var checkpoint, out _)
                ? checkpoint.Head
                : throw CommandFailure.No($"`{file}` is not a checkpoint of the trusted log: copy into another folder");
    }

    private async Task<bool> FetchTilesAsync(GatewayClient gateway, long size, CancellationToken cancellation)
    {
        foreach (var path in TilePath.AllOf(size))
        {
            var answer = await gateway.GetAsync("/log/" + path, cancellation);
            if (answer.Status == 404)
            {
                return false;
            }

            files[path.ToString()] = answer.IsOk ? answer.Body : throw new CommandFailure($"`/log/{path}`: {answer.Problem}");
        }

        return true;
    }
}
