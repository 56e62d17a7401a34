using System.Diagnostics;
using System.Text.Json;

namespace Broker.Tests.Demo;

/// <summary>One whole run of the demo, as a user starts it, shared by the tests that look at what it left.</summary>
/// <remarks>The silo is killed twice while it runs: what holds here holds with crashes.</remarks>
public sealed class DemoRun : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Everything that the run wrote.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("broker-demo-").FullName;

    public int ExitCode { get; private set; } = -1;

    public string Output { get; private set; } = "";

    public int Kills { get; private set; }

    public string Out => Path.Combine(Folder, "demo");

    public JsonElement Summary => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Out, "summary.json"))).RootElement;

    /// <summary>The built command-line tool beside the tests' own output.</summary>
    public static string Broker { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Broker.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "broker.dll"));

    public Task InitializeAsync() => RunAsync([6, 5]);

    /// <summary>Runs the demo, killing its silo after each of the pauses, in seconds.</summary>
    public async Task RunAsync(int[] killAfter)
    {
        using Process demo = Start("demo", "--out", Out, "--samples", Path.Combine(Repository.Root, "samples"), "--policies", Path.Combine(Repository.Root, "policies"));
        Task<string> output = demo.StandardOutput.ReadToEndAsync();
        Task<string> errors = demo.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        Task killing = KillSiloAsync(demo, killAfter, limit.Token);
        await demo.WaitForExitAsync(limit.Token);
        await killing;
        ExitCode = demo.ExitCode;
        Output = await output + await errors;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Broker);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Kills the demo's own silo, found as its child.</summary>
    private async Task KillSiloAsync(Process demo, int[] killAfter, CancellationToken cancellation)
    {
        foreach (int seconds in killAfter)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation);
            if (!demo.HasExited && SiloOf(demo.Id) is { } silo)
            {
                using Process process = Process.GetProcessById(silo);
                process.Kill();
                Kills++;
            }
        }
    }

    private static int? SiloOf(int parent)
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                string[] fields = File.ReadAllText(Path.Combine(folder, "stat")).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture) == parent
                    && File.ReadAllText(Path.Combine(folder, "cmdline")).Contains("--Silo:DataFolder", StringComparison.Ordinal))
                {
                    return int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // The process ended while we looked.
            }
        }

        return null;
    }
}
