using System.Globalization;

namespace Broker.Faults.Power;

/// <summary>Reads the recording of a silo under <c>strace</c> as what it did to its data folder, in order.</summary>
/// <remarks>
/// A call that another thread's interrupted in the output is put together again. A write counts from its beginning, because a power cut may find any
/// part of it on the disk; a sync counts from its end. The index of the write-ahead log (`-shm`) is memory and left out.
/// </remarks>
internal sealed class StraceReader(string dataFolder)
{
    /// <summary>What <see cref="StraceReader"/> reads, as strace's arguments before the program.</summary>
    public static string[] Command(string outputFile) =>
    [
        "strace", "-f", "--seccomp-bpf", "-ttt", "-xx", "-y", "-s", "4194304", "-e", "signal=none", "-e",
        "trace=open,openat,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,link,linkat",
        "-o", outputFile,
    ];

    private const string Unfinished = " <unfinished ...>";
    private const string MemoryFile = "-shm";
    private readonly string prefix = dataFolder + "/";
    private readonly Dictionary<int, (string Head, long Time)> interrupted = [];
    private readonly List<DiskEvent> events = [];

    public IReadOnlyList<DiskEvent> Read(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string[] parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            int thread = int.Parse(parts[0], CultureInfo.InvariantCulture);
            long time = (long)(decimal.Parse(parts[1], CultureInfo.InvariantCulture) * 1_000_000);
            Take(thread, time, parts[2]);
        }

        return events;
    }

    private void Take(int thread, long time, string text)
    {
        if (text.StartsWith("<... ", StringComparison.Ordinal))
        {
            (string head, long begun) = interrupted[thread];
            interrupted.Remove(thread);
            Finish(Parse(thread, begun, head + text[(text.IndexOf('>', StringComparison.Ordinal) + 1)..]));
        }
        else if (text.EndsWith(Unfinished, StringComparison.Ordinal))
        {
            string head = text[..^Unfinished.Length];
            interrupted[thread] = (head, time);
            Begin(Parse(thread, time, head + ") = ?"));
        }
        else if (!text.StartsWith('+') && !text.StartsWith('-'))
        {
            StraceLine call = Parse(thread, time, text);
            if (call.Result is not null)
            {
                Begin(call);
                Finish(call);
            }
        }
    }

    private static StraceLine Parse(int thread, long time, string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.LastIndexOf(") = ", StringComparison.Ordinal);
        string result = text[(close + 4)..].Split(' ', '<')[0];
        return new StraceLine(
            thread, time, text[..open], text[(open + 1)..close], long.TryParse(result, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= 0 ? value : null);
    }

    private void Begin(StraceLine call)
    {
        switch (call.Name)
        {
            case "fsync" or "fdatasync" when IsFolder(call.Path) || IsOurs(call.Path):
                Add(call, DiskEventKind.SyncBegin, NameOf(call.Path));
                break;
            case "pwrite64" when IsOurs(call.Path):
                Add(call, DiskEventKind.Write, NameOf(call.Path), offset: call.LastNumber, data: call.Quoted(0));
                break;
            default:
                break;
        }
    }

    private void Finish(StraceLine call)
    {
        if (call.Result is null)
        {
            return;
        }

        switch (call.Name)
        {
            case "fsync" or "fdatasync" when IsFolder(call.Path) || IsOurs(call.Path):
                Add(call, DiskEventKind.SyncEnd, NameOf(call.Path));
                break;
            case "open" or "openat" or "creat":
                Open(call);
                break;
            case "ftruncate" when IsOurs(call.Path):
                Add(call, DiskEventKind.Truncate, NameOf(call.Path), offset: call.LastNumber);
                break;
            case "rename" or "link":
                Named(call, call.Name == "link" ? DiskEventKind.Link : DiskEventKind.Rename);
                break;
            case "unlink" when IsOurs(Text(call, 0)):
                Add(call, DiskEventKind.Unlink, NameOf(Text(call, 0)));
                break;
            case "write" or "writev" or "pwritev" or "pwritev2" or "sync_file_range" or "fallocate" when IsOurs(call.Path):
            case "truncate" or "renameat" or "renameat2" or "unlinkat" or "linkat":
                Refuse(call);
                break;
            default:
                break;
        }
    }

    // What is not modelled must not be passed over in silence.
    private void Refuse(StraceLine call)
    {
        if (IsOurs(call.Path) || call.Arguments.Contains('"', StringComparison.Ordinal) && IsOurs(Text(call, 0)))
        {
            throw new InvalidDataException($"the recording holds a call that is not modelled: `{call.Name}`");
        }
    }

    private void Open(StraceLine call)
    {
        string path = Text(call, 0);
        if (IsOurs(path) && call.Arguments.Contains("O_CREAT", StringComparison.Ordinal))
        {
            Add(call, DiskEventKind.Create, NameOf(path));
        }

        if (IsOurs(path) && call.Arguments.Contains("O_TRUNC", StringComparison.Ordinal))
        {
            Add(call, DiskEventKind.Truncate, NameOf(path));
        }
    }

    private void Named(StraceLine call, DiskEventKind kind)
    {
        (string from, string to) = (Text(call, 0), Text(call, 1));
        if (IsOurs(from) && IsOurs(to))
        {
            Add(call, kind, NameOf(from), NameOf(to));
        }
    }

    private void Add(StraceLine call, DiskEventKind kind, string name, string to = "", long offset = 0, byte[]? data = null) =>
        events.Add(new DiskEvent(kind, call.Thread, call.Time, name, to, offset, data ?? []));

    private static string Text(StraceLine call, int index) => System.Text.Encoding.UTF8.GetString(call.Quoted(index));

    private bool IsFolder(string path) => string.Equals(path, dataFolder, StringComparison.Ordinal);

    private bool IsOurs(string path) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && !path.EndsWith(MemoryFile, StringComparison.Ordinal) && !path.Contains("(deleted)", StringComparison.Ordinal);

    private string NameOf(string path) => IsFolder(path) ? "" : path[prefix.Length..];
}
