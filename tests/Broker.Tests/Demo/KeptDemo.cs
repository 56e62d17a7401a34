using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Broker.Tests.Demo;

/// <summary>A demo that was played to its end and whose silo and gateway still answer.</summary>
public sealed partial class KeptDemo : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly string folder = Directory.CreateTempSubdirectory("broker-kept-").FullName;
    private Process? demo;

    public string Out => Path.Combine(folder, "demo");

    public string Url { get; private set; } = "";

    /// <summary>Everything that it told.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The record that its story withdraws after a release.</summary>
    public string WithdrawnLate => WithdrewRecord().Match(Output).Groups[1].Value;

    /// <summary>The record that its story withdraws before the cut-off.</summary>
    public string WithdrawnInTime => InTime().Match(Output).Groups[1].Value;

    public async Task InitializeAsync()
    {
        demo = DemoRun.Start(
            "demo", "--out", Out, "--samples", Path.Combine(Repository.Root, "samples"), "--policies", Path.Combine(Repository.Root, "policies"), "--keep");
        using var limit = new CancellationTokenSource(Limit);
        while (!Told().IsMatch(Output))
        {
            Output += await demo.StandardOutput.ReadLineAsync(limit.Token) is { } line ? line + "\n" : throw new InvalidOperationException(Output + await demo.StandardError.ReadToEndAsync(limit.Token));
        }

        Url = Told().Match(Output).Groups[1].Value;
    }

    public async Task DisposeAsync()
    {
        // Its hosts stop with it; the silo lets go of its folder when it has.
        demo!.Kill();
        await demo.WaitForExitAsync();
        demo.Dispose();
        string held = Path.Combine(Out, "data", "silo", "broker.db.lock");
        for (int i = 0; i < 200 && IsHeld(held); i++)
        {
            await Task.Delay(50);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs a command of the tool as a member would; its exit code and lines.</summary>
    public static async Task<(int ExitCode, string[] Lines)> CommandAsync(params string[] arguments)
    {
        using Process process = DemoRun.Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using FileStream free = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    [GeneratedRegex(@"the gateway at (http://\S+) until")]
    private static partial Regex Told();

    [GeneratedRegex(@"withdrew record ([a-z2-7]{26});")]
    private static partial Regex WithdrewRecord();

    [GeneratedRegex(@"record ([a-z2-7]{26}), withdrawn before the cut-off")]
    private static partial Regex InTime();
}
