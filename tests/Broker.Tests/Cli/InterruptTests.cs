using System.Diagnostics;
using System.Globalization;
using Broker.Tests.Demo;

namespace Broker.Tests.Cli;

/// <summary>Ctrl-C, as a terminal gives it: the signal goes to the tool, the silo, the gateway and the witness at once.</summary>
public sealed class InterruptTests : IDisposable
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan End = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Demo_Interrupted_EndsWithItsHostsAndStartsNoneAgain()
    {
        Assert.True(OperatingSystem.IsLinux(), "the groups of processes that this test looks at are those of Linux");
        using var demo = Run();
        var output = demo.StandardOutput.ReadToEndAsync();
        var errors = demo.StandardError.ReadToEndAsync();
        await UntilAsync(() => HostsOf(demo.Id).Count == 3 && HasLines(folder.At("demo", "data", "logs", "witness.out")), Start);
        using (var kill = Process.Start("kill", ["-INT", "--", string.Create(CultureInfo.InvariantCulture, $"-{demo.Id}")]))
        {
            await kill.WaitForExitAsync();
        }

        await UntilAsync(() => demo.HasExited && HostsOf(demo.Id).Count == 0, End);
        Assert.Equal("interrupted\n", await errors);
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(folder.At("demo", "data", "logs"), "*.out"), file => Assert.DoesNotContain("   at ", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Single(File.ReadAllLines(folder.At("demo", "data", "logs", "silo.out")), line => line.Contains("unsealed itself", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    // A group of its own, so that the tests' own runner gets no signal; and one that does not ignore it, as jobs in the background do.
    private Process Run()
    {
        ProcessStartInfo start = new("setsid") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "env", "--default-signal=INT", Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", DemoRun.Broker, "demo",
            "--out", folder.At("demo"), "--samples", Path.Combine(Repository.Root, "samples"), "--policies", Path.Combine(Repository.Root, "policies"),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static bool HasLines(string file) => File.Exists(file) && new FileInfo(file).Length > 0;

    private static async Task UntilAsync(Func<bool> holds, TimeSpan limit)
    {
        using CancellationTokenSource late = new(limit);
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), late.Token);
        }
    }

    /// <summary>The live processes of a group that are a silo, a gateway or a witness.</summary>
    private static List<string> HostsOf(int group)
    {
        List<string> hosts = [];
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(name => int.TryParse(Path.GetFileName(name), out _)))
        {
            try
            {
                var fields = File.ReadAllText(Path.Combine(process, "stat")).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var command = File.ReadAllText(Path.Combine(process, "cmdline"));
                if (fields[0] != "Z" && fields[2] == group.ToString(CultureInfo.InvariantCulture)
                    && (command.Contains("--Silo:DataFolder", StringComparison.Ordinal) || command.Contains("--Gateway:Url", StringComparison.Ordinal)
                        || command.Contains("--stop-with-input", StringComparison.Ordinal)))
                {
                    hosts.Add(Path.GetFileName(process));
                }
            }
            catch (IOException)
            {
                // The process ended while we looked.
            }
        }

        return hosts;
    }
}
