using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Broker.Bench.Cells;

/// <summary>A PostgreSQL server of the bench's or the tests' own, in a temporary folder, reached by a socket in that folder and by nothing else.</summary>
/// <remarks>
/// Settings favour it: memory for sorts and caches, parallel workers, and no fsync where nothing durable is measured. It does not run as root, so
/// that the packaged account is used then. CPU time is that of all its processes, those that ended included.
/// </remarks>
internal sealed class PostgresCluster : IDisposable
{
    private const string Installed = "/usr/lib/postgresql";
    private const string Settings =
        "-c shared_buffers=2GB -c work_mem=512MB -c maintenance_work_mem=1GB -c wal_level=minimal -c max_wal_senders=0 "
        + "-c max_wal_size=8GB -c autovacuum=off -c max_parallel_workers_per_gather=2 -c max_parallel_maintenance_workers=2 -c listen_addresses=''";

    // For tests, which measure nothing.
    private const string Small = "-c shared_buffers=32MB -c wal_level=minimal -c max_wal_senders=0 -c listen_addresses=''";

    private const string Durable = " -c fsync=on -c synchronous_commit=on -c full_page_writes=on";
    private const string InMemory = " -c fsync=off";

    private static readonly double TicksPerSecond = 100; // USER_HZ, the same on every Linux of today

    private readonly string programs;
    private readonly string folder;
    private readonly string settings;
    private readonly int postmaster;
    private readonly PosixSignalRegistration terminated;
    private readonly Lock gate = new();
    private int disposed;

    private PostgresCluster(string programs, string folder, bool durable, bool small)
    {
        this.programs = programs;
        this.folder = folder;
        settings = (small ? Small : Settings) + (durable ? Durable : InMemory);
        string data = Data;
        terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Dispose());
        Console.CancelKeyPress += StopWithUs;
        try
        {
            // A signal waits until the server is up: one that is half started cannot be stopped.
            lock (gate)
            {
                postmaster = Begin(data);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Data => Path.Combine(folder, "data");

    private int Begin(string data)
    {
        Run("initdb", "-D", data, "-U", "bench", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        Run("pg_ctl", "-D", data, "-w", "-l", Path.Combine(folder, "log"), "-o", $"{settings} -k {folder}", "start");
        StopWithThis(data);
        return int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
    }

    // A program that is killed disposes of nothing: a shell waits for its end, or for that of the folder, and stops the server then.
    private void StopWithThis(string data)
    {
        const string Script = "exec >/dev/null 2>&1; trap '' INT HUP TERM; while [ -d \"/proc/$1\" ] && [ -d \"$2\" ]; do sleep 1; done; [ -d \"$2\" ] && \"$3/pg_ctl\" -D \"$2\" -m immediate stop; rm -rf \"$4\"";
        using Process watch = Start("/bin/sh", ["-c", Script, "watch", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), data, programs, folder], takesInput: false);
    }

    /// <summary>What `postgres --version` says.</summary>
    internal string Version => Run("postgres", "--version").Trim();

    /// <summary>The folder of its socket.</summary>
    internal string Folder => folder;

    /// <summary>The newest installed PostgreSQL, started; null where there is none.</summary>
    /// <param name="durable">Whether a commit waits for the disk.</param>
    /// <param name="small">With little memory, for tests.</param>
    internal static PostgresCluster? TryStart(bool durable, bool small = false)
    {
        if (Programs is not { } programs)
        {
            return null;
        }

        string folder = Directory.CreateTempSubdirectory("broker-bench-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            RunPlain("chown", "postgres", folder);
        }

        return new PostgresCluster(programs, folder, durable, small);
    }

    /// <summary>Whether a server is installed.</summary>
    internal static bool IsInstalled => Programs is not null;

    /// <summary>Ends the server as a crash would, without a checkpoint, and starts it again when <paramref name="between"/> returns.</summary>
    internal async Task Crash(Func<Task> between)
    {
        Run("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");
        await between().ConfigureAwait(false);
        Run("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder, "log"), "-o", $"{settings} -k {folder}", "start");
    }

    private static string? Programs => Directory.Exists(Installed)
        ? Directory.GetDirectories(Installed).Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .OrderDescending(StringComparer.Ordinal).FirstOrDefault()
        : null;

    public void Dispose()
    {
        lock (gate)
        {
            Stop();
        }
    }

    private void Stop()
    {
        // A signal and the end of a run may come together, and a start that did not work may have left a server or only a folder.
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        Console.CancelKeyPress -= StopWithUs;
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            Run("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");
        }

        Directory.Delete(folder, recursive: true);
        terminated.Dispose();
    }

    /// <summary>Runs one statement; what it printed, one line a row.</summary>
    internal string Query(string statement)
    {
        try
        {
            return Run("psql", [.. Connection(), "-c", statement]);
        }
        catch
        {
            // Nobody catches it further up, and without a catch no `using` is left in order.
            Dispose();
            throw;
        }
    }

    /// <summary>Runs a COPY from lines that the caller writes.</summary>
    internal void Copy(string statement, Action<Stream> lines)
    {
        try
        {
            using Process process = Start("psql", [.. Connection(), "-c", statement], takesInput: true);
            lines(process.StandardInput.BaseStream);
            process.StandardInput.Close();
            Finish(process, "psql");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>CPU seconds that the server and all its processes used so far.</summary>
    internal double CpuSeconds()
    {
        double ticks = 0;
        foreach (string process in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out int id) && Stat(id) is { } stat
                && (id == postmaster || stat.Parent == postmaster))
            {
                ticks += stat.Own + (id == postmaster ? stat.Ended : 0);
            }
        }

        return ticks / TicksPerSecond;
    }

    private void StopWithUs(object? sender, ConsoleCancelEventArgs pressed) => Dispose();

    private static (int Parent, double Own, double Ended)? Stat(int id)
    {
        try
        {
            string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            double Field(int number) => double.Parse(fields[number - 3], CultureInfo.InvariantCulture);
            return ((int)Field(4), Field(14) + Field(15), Field(16) + Field(17)); // proc(5): ppid, utime, stime, cutime, cstime
        }
        catch (IOException)
        {
            return null; // it ended meanwhile
        }
    }

    private string[] Connection() => ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "bench", "-d", "postgres"];

    private string Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments, takesInput: false);
        return Finish(process, program);
    }

    private static void RunPlain(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
    }

    private static string Finish(Process process, string program)
    {
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? printed : throw new InvalidOperationException($"`{program}` did not work, so there is nothing to measure");
    }

    private Process Start(string program, string[] arguments, bool takesInput)
    {
        string path = Path.Combine(programs, program);
        string[] line = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments] : [path, .. arguments];
        return Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = takesInput,
            WorkingDirectory = folder,
        })!;
    }
}
