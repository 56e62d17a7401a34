using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Broker.Cli;

namespace Broker.Tests.Hardening;

/// <summary>A real silo or gateway, as a process of its own, killed at the end of the test.</summary>
internal sealed class HostUnderTest : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    private HostUnderTest(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public string Output => string.Join('\n', lines);

    public static string Executable(string project) => HostFiles.Find(given: null, project);

    /// <summary>Arguments of a development silo on the folder.</summary>
    public static string[] SiloArguments(TemporaryFolder folder) =>
        ["--Silo:DataFolder", folder.At("data"), "--Silo:Socket", folder.At("silo.sock"), "--Silo:Environment", "Development"];

    public static async Task<HostUnderTest> StartSiloAsync(TemporaryFolder folder, IReadOnlyDictionary<string, string>? environment = null, bool asLibrary = false)
    {
        string silo = Executable("Broker.Silo");
        string[] command = asLibrary ? [Path.Combine(HostFiles.DotnetRoot, "dotnet"), silo + ".dll"] : [silo];
        HostUnderTest host = Start(folder, [.. command, .. SiloArguments(folder)], environment);
        await host.UntilAsync(() => File.Exists(folder.At("silo.sock")));
        return host;
    }

    /// <summary>A .NET process of ours that is not hardened: what holds for the silo must not hold for it.</summary>
    public static async Task<HostUnderTest> StartControlAsync(TemporaryFolder folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        int port = FreePort();
        HostUnderTest host = Start(
            folder, [Executable("Broker.Gateway"), $"--Gateway:Url=http://127.0.0.1:{port}", "--Gateway:SiloSocket", folder.At("none.sock")], environment);
        await host.UntilAsync(() => Answers(port));
        return host;
    }

    /// <summary>Starts a silo as a user without rights: as we are, or as nobody when we are root.</summary>
    public static async Task<HostUnderTest> StartUnprivilegedSiloAsync(TemporaryFolder folder)
    {
        string silo = Copy("Broker.Silo", folder);
        HostUnderTest host = Start(folder, await AsNobodyAsync(folder, [silo, .. SiloArguments(folder)]));
        await host.UntilAsync(() => File.Exists(folder.At("silo.sock")));
        return host;
    }

    /// <summary>As <see cref="StartUnprivilegedSiloAsync"/>, a process that is not hardened.</summary>
    public static async Task<HostUnderTest> StartUnprivilegedControlAsync(TemporaryFolder folder)
    {
        int port = FreePort();
        string gateway = Copy("Broker.Gateway", folder);
        HostUnderTest host = Start(
            folder, await AsNobodyAsync(folder, [gateway, $"--Gateway:Url=http://127.0.0.1:{port}", "--Gateway:SiloSocket", folder.At("none.sock")]));
        await host.UntilAsync(() => Answers(port));
        return host;
    }

    /// <summary>Runs a command of the same user that a host of <see cref="StartUnprivilegedSiloAsync"/> runs as; its exit code and output.</summary>
    public static async Task<(int Code, string Output)> RunUnprivilegedAsync(params string[] command)
    {
        string[] whole = [.. Nobody(), .. command];
        using Process process = Process.Start(new ProcessStartInfo(whole[0], whole[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    /// <summary>A host's build in the test's folder; its executable.</summary>
    public static string Copy(string project, TemporaryFolder folder)
    {
        string built = Path.GetDirectoryName(Executable(project))!;
        foreach (string file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            string target = folder.At(project, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder.At(project, project);
    }

    /// <summary>Starts a command in the folder, under the highest core limit that may be had.</summary>
    public static HostUnderTest Start(TemporaryFolder folder, string[] command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "ulimit -c unlimited 2>/dev/null || ulimit -c $(ulimit -H -c); exec \"$@\"", "sh" },
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string part in command)
        {
            start.ArgumentList.Add(part);
        }

        start.Environment["DOTNET_ROOT"] = HostFiles.DotnetRoot;
        start.Environment["TMPDIR"] = Directory.CreateDirectory(folder.At("tmp")).FullName;
        start.Environment.Remove("DOTNET_EnableDiagnostics");
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new HostUnderTest(Process.Start(start)!);
    }

    /// <summary>Asks the process to stop.</summary>
    public async Task TerminateAsync()
    {
        await SendAsync("TERM");
        await ExitAsync();
    }

    /// <summary>Kills the process, which learns nothing of it, and waits for its end.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Crashes the process. The runtime takes the first signal, writes its dump, if it does, and leaves the end to the next one.</summary>
    public async Task CrashAsync(string signal)
    {
        await UntilAsync(
            () =>
            {
                if (!process.HasExited)
                {
                    SendAsync(signal).GetAwaiter().GetResult();
                }

                return process.WaitForExit(TimeSpan.FromSeconds(3));
            },
            mayExit: true);
    }

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public async Task UntilAsync(Func<bool> condition, bool mayExit = false)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(mayExit || !process.HasExited, $"it exited with {(process.HasExited ? process.ExitCode : 0)}: {Output}");
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"it took too long: {Output}");
            await Task.Delay(Look);
        }
    }

    public string Proc(string file) => File.ReadAllText($"/proc/{Id}/{file}");

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private static string[] Nobody() => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];

    private static async Task<string[]> AsNobodyAsync(TemporaryFolder folder, string[] command)
    {
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory(folder.At("tmp"));
            using Process change = Process.Start("chown", ["-R", "65534:65534", folder.Path]);
            await change.WaitForExitAsync();
        }

        return [.. Nobody(), .. command];
    }

    private async Task SendAsync(string signal)
    {
        using Process kill = Process.Start("kill", ["-" + signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    private static bool Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
