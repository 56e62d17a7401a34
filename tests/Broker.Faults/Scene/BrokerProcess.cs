using System.Diagnostics;
using System.Globalization;
using Broker.Cli;

namespace Broker.Faults.Scene;

/// <summary>A real silo or gateway as a process of its own, which may be run under a tool and is killed without warning.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly string outputFile;
    private readonly Lock gate = new(); // guards the output file

    private BrokerProcess(Process process, string outputFile) => (this.process, this.outputFile) = (process, outputFile);

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Starts <paramref name="arguments"/>, the first of which is the program; what it writes is appended to a file.</summary>
    public static BrokerProcess Start(string outputFile, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(arguments[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_ROOT"] = HostFiles.DotnetRoot;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var one = new BrokerProcess(Process.Start(start)!, outputFile);
        one.process.OutputDataReceived += (_, line) => one.Keep(line.Data);
        one.process.ErrorDataReceived += (_, line) => one.Keep(line.Data);
        one.process.BeginOutputReadLine();
        one.process.BeginErrorReadLine();
        return one;
    }

    /// <summary>SIGKILL to it and whatever it started; returns when it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Asks the process of this id, or itself, to stop, and waits until it has.</summary>
    public async Task StopAsync()
    {
        // A tool that runs the silo hands SIGTERM on only to itself: the silo is its child.
        foreach (int id in Children(process.Id) is { Count: > 0 } children ? children : [process.Id])
        {
            using var ask = Process.Start("kill", ["-TERM", id.ToString(CultureInfo.InvariantCulture)]);
            await ask.WaitForExitAsync();
        }

        using var late = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            await KillAsync();
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private static List<int> Children(int id)
    {
        string file = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/task/{id}/children");
        return File.Exists(file)
            ? [.. File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture))]
            : [];
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (gate)
            {
                File.AppendAllText(outputFile, line + "\n");
            }
        }
    }
}
