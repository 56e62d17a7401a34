using System.Diagnostics;

namespace Broker.Sealing.Tests.Interop;

/// <summary>The programs that the live tests run. build/install-test-tools.sh installs them.</summary>
internal static class Tools
{
    public const string Age = "age";
    public const string Node = "node";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Where build/install-test-tools.sh puts the Node side.</summary>
    public static string Workshop => Path.Combine(VectorFolders.Root, "artifacts", "interop");

    /// <summary>Why a tool's tests can't run, or null.</summary>
    public static string? Missing(string tool)
    {
        if (!IsOnPath(tool))
        {
            return $"{tool} is not installed; `make test` installs it where it may";
        }

        return tool == Node && !File.Exists(Path.Combine(Workshop, "stamp")) ? "the packages of tests/interop are not installed; `make test` installs them" : null;
    }

    /// <summary>Runs a program to its end: feeds its input and takes its output at the same time, so that neither pipe blocks the other.</summary>
    public static async Task<(int Code, string Errors)> RunAsync(string program, IReadOnlyList<string> arguments, Func<Stream, Task> feed, Func<Stream, Task> take)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Patience);
        await using var kill = timeout.Token.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await Task.WhenAll(Feed(process, feed), take(process.StandardOutput.BaseStream), process.WaitForExitAsync(CancellationToken.None));
        return (process.ExitCode, await errors);
    }

    private static async Task Feed(Process process, Func<Stream, Task> feed)
    {
        try
        {
            await feed(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended before it read everything: its exit code and its errors say why.
        }
    }

    private static bool IsOnPath(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, tool)));
}
