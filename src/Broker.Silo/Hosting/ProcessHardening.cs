using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace Broker.Silo.Hosting;

/// <summary>
/// Closes the ways by which another process of the same user, a crash or a monitoring agent would get at a silo's memory: no diagnostics
/// socket, no debugger's pipes, no profiler, no startup hook, not dumpable and so not traceable, no core.
/// </summary>
/// <remarks>
/// The runtime opens its diagnostics socket before any code of ours runs and takes no setting of the application for it (measured: a
/// property of runtimeconfig.json has no effect). So a silo whose environment is not the one it wants replaces itself by itself
/// with execve(2), once: same process id, same standard streams, same arguments. Startup hooks are switched off in the project file
/// as well, so that none runs before that. References: execve(2), prctl(2), setrlimit(2), proc(5).
/// What this does not stop: root, and whoever may start the silo with another binary.
/// </remarks>
internal static partial class ProcessHardening
{
    private const int CoreLimit = 4;
    private const int SetDumpable = 4;
    private const int GetDumpable = 3;
    private const string Own = "/proc/self";

    /// <summary>What could not be done, one line each; empty when the process is closed. Called before anything else.</summary>
    public static IReadOnlyList<string> Apply()
    {
        if (!OperatingSystem.IsLinux())
        {
            return ["this system is not Linux: diagnostics, tracing and core dumps of the silo can't be turned off"];
        }

        try
        {
            return ApplyCore();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ["the silo's own entry under `/proc` can't be read, so its environment can't be checked"];
        }
    }

    private static List<string> ApplyCore()
    {
        var faults = new List<string>();
        // First, and it survives what follows: from here on no crash writes a core file.
        if (SetLimit(CoreLimit, default) != 0)
        {
            faults.Add($"core files can't be turned off: {LastError()}");
        }

        // Before the process stops being dumpable: after that its entry under /proc is root's.
        (IReadOnlyList<byte[]> environment, bool isClean) = LaunchEnvironment.Clean(Split($"{Own}/environ"));
        if (!isClean)
        {
            faults.Add($"the silo can't start itself again with diagnostics turned off: {ReplaceProcess(environment)}");
        }

        // Also keeps a core from a dump handler, which the kernel runs whatever the limit says.
        if (ProcessControl(SetDumpable, 0, 0, 0, 0) != 0 || ProcessControl(GetDumpable, 0, 0, 0, 0) != 0)
        {
            faults.Add($"tracing by other processes can't be turned off: {LastError()}");
        }

        if (isClean && DiagnosticFiles().Length > 0)
        {
            faults.Add("the runtime opened its diagnostics socket although that is turned off");
        }

        return faults;
    }

    /// <summary>Returns only when it failed, and says why.</summary>
    private static string ReplaceProcess(IReadOnlyList<byte[]> environment)
    {
        string program = File.ResolveLinkTarget($"{Own}/exe", returnFinalTarget: false)?.FullName ?? $"{Own}/exe";
        // The runtime that is about to vanish does not remove them, and the new one has the same process id.
        foreach (string file in DiagnosticFiles())
        {
            File.Delete(file);
        }

        using var arguments = new NativeStrings(Split($"{Own}/cmdline"));
        using var variables = new NativeStrings(environment);
        _ = Execute(program, arguments.Pointer, variables.Pointer);
        return LastError();
    }

    /// <summary>Socket and pipes of this very process: process id and start time are in their names.</summary>
    private static string[] DiagnosticFiles()
    {
        const int StartTimeField = 22;
        string stat = File.ReadAllText($"{Own}/stat");
        string start = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartTimeField - 3];
        string instance = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{start}-");
        string folder = Path.GetTempPath();
        return
        [
            .. Directory.EnumerateFileSystemEntries(folder, $"dotnet-diagnostic-{instance}*"),
            .. Directory.EnumerateFileSystemEntries(folder, $"clr-debug-pipe-{instance}*"),
        ];
    }

    /// <summary>The texts of a file of <c>/proc</c>, each ended by a zero byte.</summary>
    private static List<byte[]> Split(string path)
    {
        var texts = new List<byte[]>();
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        for (int end = rest.IndexOf((byte)0); end >= 0; end = rest.IndexOf((byte)0))
        {
            texts.Add(rest[..end].ToArray());
            rest = rest[(end + 1)..];
        }

        return texts;
    }

    private static string LastError() => new Win32Exception().Message.ToLower(CultureInfo.InvariantCulture);
}
