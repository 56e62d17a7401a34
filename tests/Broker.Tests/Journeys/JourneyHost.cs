using System.Diagnostics;
using System.Text;
using Broker.Cli;

namespace Broker.Tests.Journeys;

/// <summary>One real process of silo, gateway or tool, as the demo starts it, that a test may kill.</summary>
internal sealed class JourneyHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StringBuilder output = new(); // guarded by itself
    private readonly Process process;

    private JourneyHost(Process process) => this.process = process;

    /// <summary>Everything that it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public static JourneyHost Start(string project, params string[] arguments) => Run(HostFiles.Find(null, project), holdsInput: false, arguments);

    /// <summary>The `broker` tool itself; its standard input ends with the tests' process.</summary>
    public static JourneyHost StartTool(params string[] arguments) =>
        Run(Path.Combine(HostFiles.ProjectOutput(AppContext.BaseDirectory, "Broker.Cli"), "broker"), holdsInput: true, arguments);

    private static JourneyHost Run(string file, bool holdsInput, string[] arguments)
    {
        ProcessStartInfo start = new(file) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = holdsInput };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_ROOT"] = HostFiles.DotnetRoot;
        JourneyHost host = new(Process.Start(start)!);
        host.process.OutputDataReceived += (_, line) => host.Note(line.Data);
        host.process.ErrorDataReceived += (_, line) => host.Note(line.Data);
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits until a line holds the text, and returns that line.</summary>
    public async Task<string> LineAsync(string text)
    {
        var end = Stopwatch.GetTimestamp() + (long)(Patience.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
        {
            if (Output.Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            Assert.False(process.HasExited, Output);
            await Task.Delay(50);
        }

        throw new TimeoutException($"`{text}` was not written: {Output}");
    }

    /// <summary>Waits for an end that is none of success; everything that it wrote.</summary>
    public async Task<string> ErrorAsync()
    {
        using CancellationTokenSource late = new(Patience);
        await process.WaitForExitAsync(late.Token);
        Assert.NotEqual(0, process.ExitCode);
        return Output;
    }

    /// <summary>Ends its standard input and waits for its end; the exit code.</summary>
    public async Task<int> EndInputAsync()
    {
        process.StandardInput.Close();
        using CancellationTokenSource late = new(Patience);
        await process.WaitForExitAsync(late.Token);
        return process.ExitCode;
    }

    /// <summary>Kills it as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private void Note(string? line)
    {
        lock (output)
        {
            output.Append(line).Append('\n');
        }
    }
}
