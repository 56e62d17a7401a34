using System.Diagnostics;

namespace Broker.Cli;

/// <summary>Runs one host of the demo and starts it again when it dies.</summary>
/// <remarks>State is guarded by <see cref="gate"/>: the supervisor's loop and the scenario both look at it.</remarks>
internal sealed class HostProcess : IAsyncDisposable
{
    /// <summary>A host that dies this often without staying up is given up.</summary>
    public const int MostInARow = 5;

    private static readonly TimeSpan StaysUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly ProcessStartInfo start;
    private readonly string outputFile;
    private readonly CancellationTokenSource stopping;
    private readonly Task loop;
    private Process process;
    private int restarts;
    private int peakMiB;

    private HostProcess(TimeProvider clock, ProcessStartInfo start, string outputFile, CancellationToken interrupted)
    {
        (this.clock, this.start, this.outputFile) = (clock, start, outputFile);
        // A terminal's interrupt reaches the host too: what it ends must not be started again.
        stopping = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        process = StartOne();
        loop = SuperviseAsync();
    }

    /// <summary>How often it was started again.</summary>
    public int Restarts
    {
        get { lock (gate) { return restarts; } }
    }

    /// <summary>The most memory that any of its lives held.</summary>
    public int PeakMiB
    {
        get { lock (gate) { return peakMiB; } }
    }

    /// <summary>True once it was given up.</summary>
    public bool IsLost => loop.IsCompleted && !stopping.IsCancellationRequested;

    public static HostProcess Run(
        TimeProvider clock, string executable, IReadOnlyList<string> arguments, string outputFile, CancellationToken interrupted, bool holdsInput = false)
    {
        ProcessStartInfo start = new(executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Never written to: it ends when this process does, however that ends.
            RedirectStandardInput = holdsInput,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_ROOT"] = HostFiles.DotnetRoot;
        // The silo sees to this by itself; the gateway holds no key, but what passes through it needs no debugger's socket either.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return new HostProcess(clock, start, outputFile, interrupted);
    }

    /// <summary>Asks it to stop, waits, and kills it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        using var last = process;
        if (!last.HasExited)
        {
            Note();
            await StopAsync(last);
        }

        stopping.Dispose();
    }

    private async Task SuperviseAsync()
    {
        var inARow = 0;
        var started = clock.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(Look, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Note();
            if (!process.HasExited || stopping.IsCancellationRequested)
            {
                continue;
            }

            inARow = clock.GetElapsedTime(started) > StaysUp ? 1 : inARow + 1;
            if (inARow > MostInARow)
            {
                return;
            }

            process.Dispose();
            process = StartOne();
            started = clock.GetTimestamp();
            lock (gate)
            {
                restarts++;
            }
        }
    }

    private Process StartOne()
    {
        var one = Process.Start(start) ?? throw new CommandFailure($"`{start.FileName}` does not start");
        one.OutputDataReceived += (_, line) => Write(line.Data);
        one.ErrorDataReceived += (_, line) => Write(line.Data);
        one.BeginOutputReadLine();
        one.BeginErrorReadLine();
        return one;
    }

    private void Write(string? line)
    {
        if (line is not null)
        {
            lock (gate)
            {
                File.AppendAllText(outputFile, line + "\n");
            }
        }
    }

    private void Note()
    {
        var now = process.HasExited ? 0 : ProcessMemory.PeakMiB(process.Id);
        lock (gate)
        {
            peakMiB = Math.Max(peakMiB, now);
        }
    }

    // The framework can only kill; the system's own tool asks politely first.
    private async Task StopAsync(Process one)
    {
        using var ask = OperatingSystem.IsWindows() ? null : Process.Start("kill", ["-TERM", one.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using CancellationTokenSource late = new(Patience, clock);
        await one.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!one.HasExited)
        {
            one.Kill(entireProcessTree: true);
            await one.WaitForExitAsync(CancellationToken.None);
        }
    }
}
