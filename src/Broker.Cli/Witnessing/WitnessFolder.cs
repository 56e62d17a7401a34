using System.Text;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>
/// The folder in which a witness keeps what it cosigned: <c>logs</c> with the key of every log that it ever knew, and a file a log. The folder is made
/// with the key and never by a start: one that is missing means that the witness forgot.
/// </summary>
internal sealed class WitnessFolder : IDisposable
{
    /// <summary>The most logs of one witness.</summary>
    public const int MostLogs = 64;

    private const int Limit = 64 * 1024;
    private const string Header = "witness-logs/1";
    private const string LogWord = "log ";
    private const string LogsName = "logs";
    private const string LockName = "lock";
    private readonly FileStream held;

    private WitnessFolder(FileStream held, IReadOnlyList<WitnessedLog> logs) => (this.held, Logs) = (held, logs);

    /// <summary>The logs that are served.</summary>
    public IReadOnlyList<WitnessedLog> Logs { get; }

    /// <summary>Where the state of a key lies unless it is told otherwise.</summary>
    public static string FolderOf(string keyFile) => keyFile + ".state";

    /// <summary>Makes the folder of a fresh key.</summary>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder) || File.Exists(folder))
        {
            throw new CommandFailure($"`{folder}` exists already: it may be the memory of another key");
        }

        PrivateFile.CreateFolder(folder);
        DurableFile.Write(Path.Combine(folder, LogsName), Format([]));
    }

    /// <summary>Opens the folder for one process alone; logs that are new to it are added.</summary>
    public static WitnessFolder Open(string folder, WitnessKey key, IReadOnlyList<VerifierKey> logs, DurableWrite write)
    {
        _ = Known(folder); // a folder that is missing has a message of its own, and no lock in it
        var held = Lock(folder);
        try
        {
            Add(folder, Known(folder), logs, write); // under the lock: another witness may have added a log meanwhile
            return new WitnessFolder(held, [.. logs.Select(log => Served(folder, key, log, write))]);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>What was cosigned last, log by log, without taking the folder from a witness that runs.</summary>
    public static IReadOnlyList<(VerifierKey Log, WitnessLogFile File)> Look(string folder, CosignerKey key)
        => [.. Known(folder).Select(log => (log, WitnessLogFile.Read(folder, Verifier(log), key, DurableFile.Write)))];

    public void Dispose() => held.Dispose();

    private static WitnessedLog Served(string folder, WitnessKey key, VerifierKey log, DurableWrite write)
        => new(Verifier(log), key, WitnessLogFile.Read(folder, Verifier(log), key.Key, write));

    private static NoteVerifier Verifier(VerifierKey log) => new(log, Ed25519.Verify);

    private static void Add(string folder, List<VerifierKey> known, IReadOnlyList<VerifierKey> logs, DurableWrite write)
    {
        var before = known.Count;
        foreach (var log in logs)
        {
            var same = known.Find(one => one.Name == log.Name);
            if (same is not null && same.ToString() != log.ToString())
            {
                throw new CommandFailure($"`{log.Name}` had another key when this witness first cosigned it: two keys of one log can't share one history");
            }

            if (same is null)
            {
                WitnessLogFile.Create(folder, log, write);
                known.Add(log);
            }
        }

        if (known.Count > MostLogs)
        {
            throw new CommandFailure($"a witness knows at most {MostLogs} logs");
        }

        // Named here only after its file is there: a named log without a file is one whose memory is lost.
        if (known.Count > before)
        {
            write(Path.Combine(folder, LogsName), Format(known));
        }
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new CommandFailure($"another witness runs on `{folder}`");
        }
    }

    private static List<VerifierKey> Known(string folder)
    {
        var path = Path.Combine(folder, LogsName);
        if (!File.Exists(path))
        {
            throw new CommandFailure($"no state of a witness in `{folder}`: `broker witness new` makes it with the key, and a witness without it must not cosign");
        }

        return TryParse(PrivateFile.Read(path, Limit), out var known) ? known : throw new CommandFailure($"`{path}` is damaged: this witness must not cosign");
    }

    private static byte[] Format(IReadOnlyList<VerifierKey> logs) => Encoding.UTF8.GetBytes($"{Header}\n{string.Concat(logs.Select(log => $"{LogWord}{log}\n"))}");

    private static bool TryParse(byte[] bytes, out List<VerifierKey> logs)
    {
        logs = [];
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n').Skip(1).SkipLast(1))
        {
            if (line.StartsWith(LogWord, StringComparison.Ordinal) && VerifierKey.TryParse(line[LogWord.Length..], out var log))
            {
                logs.Add(log);
            }
        }

        // Only what these lines are written as is a state: any other byte in it shows here.
        return Format(logs).AsSpan().SequenceEqual(bytes) && logs.DistinctBy(log => log.Name).Count() == logs.Count;
    }
}
