using System.Diagnostics;
using System.Globalization;

namespace Broker.Faults.Scene;

/// <summary>A PostgreSQL server of a run's own, in a temporary folder, reached by a socket in it and by nothing else; not run as root.</summary>
internal sealed class DatabaseServer : IDisposable
{
    private const string Installed = "/usr/lib/postgresql";
    private const string User = "broker";
    private const string Account = "postgres";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly string programs;
    private readonly string folder;

    private DatabaseServer(string programs, string folder) => (this.programs, this.folder) = (programs, folder);

    public string Connection => $"Host={folder};Username={User};Database=postgres";

    public static bool IsInstalled => Programs is not null;

    private static string? Programs => Directory.Exists(Installed)
        ? Directory.GetDirectories(Installed).Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .OrderDescending(StringComparer.Ordinal).FirstOrDefault()
        : null;

    private string Data => Path.Combine(folder, "data");

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>The newest installed server, started; null where there is none.</summary>
    public static DatabaseServer? TryStart()
    {
        if (Programs is not { } programs)
        {
            return null;
        }

        var server = new DatabaseServer(programs, Directory.CreateTempSubdirectory("broker-faults-db-").FullName);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", Account, server.folder);
        }

        server.RunTool("initdb", "-D", server.Data, "-U", User, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        server.Start();
        return server;
    }

    /// <summary>SIGKILL to the server and each of its processes; returns when none is left.</summary>
    public async Task KillAsync()
    {
        int postmaster = Postmaster();
        List<int> all = [postmaster, .. Children(postmaster)];
        foreach (int id in all)
        {
            Kill(id);
        }

        while (all.Exists(IsRunning))
        {
            await Task.Delay(Look);
        }

        // Their files name a process that runs nothing any more, but that nobody may have waited for yet: a server would take it for one that runs.
        File.Delete(PidFile);
        File.Delete(Path.Combine(folder, ".s.PGSQL.5432.lock"));
    }

    // One that ended and waits for its parent (Z) has let go of everything.
    private static bool IsRunning(int id)
    {
        try
        {
            string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return text[text.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Starts it and returns once it answers, after whatever recovery it needs.</summary>
    public void Start() => RunTool(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder, "log"), "-o", $"-c listen_addresses='' -c fsync=on -c synchronous_commit=on -k {folder}", "start");

    public void Dispose()
    {
        if (File.Exists(PidFile))
        {
            RunTool("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");
        }

        Directory.Delete(folder, recursive: true);
    }

    private int Postmaster() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    private static IEnumerable<int> Children(int id) =>
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/task/{id}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture));

    private static void Kill(int id)
    {
        try
        {
            using Process one = Process.GetProcessById(id);
            one.Kill();
        }
        catch (ArgumentException)
        {
            // It ended by itself meanwhile.
        }
    }

    private void RunTool(string program, params string[] arguments)
    {
        string path = Path.Combine(programs, program);
        if (Environment.IsPrivilegedProcess)
        {
            Run("runuser", ["-u", Account, "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    // The output goes nowhere that a server could keep open after the tool has ended.
    private static void Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments]) { WorkingDirectory = "/" };
        using Process one = Process.Start(start)!;
        one.WaitForExit();
        if (one.ExitCode != 0)
        {
            throw new InvalidOperationException($"`{Path.GetFileName(arguments.FirstOrDefault(text => text.Contains("/bin/", StringComparison.Ordinal)) ?? program)}` failed");
        }
    }
}
