namespace Broker.Cli;

/// <summary>A witness from its start to its end.</summary>
internal sealed class WitnessRun(CommandContext context)
{
    private readonly DurableWrite write = DurableFile.Write;

    /// <summary>Writes files by other means: for tests.</summary>
    public DurableWrite Write
    {
        init => write = value;
    }

    public async Task<int> RunAsync(WitnessOptions options, CancellationToken cancellation)
    {
        if (options.Logs.DistinctBy(log => log.Name).Count() != options.Logs.Count)
        {
            throw new CommandFailure("--log names one log twice");
        }

        using var key = WitnessKey.Read(options.KeyFile);
        using var state = WitnessFolder.Open(options.StateFolder, key, options.Logs, write);
        WitnessRoutes routes = new(state.Logs, context.Clock);
        await using var server = WitnessServer.Build(routes, options.Address);
        await StartAsync(server, cancellation);
        foreach (var log in state.Logs.Where(log => log.HasFork))
        {
            context.Say($"log {log.Log.Name}: FORKED: see broker witness show");
        }

        context.Say($"witness {key.Key.Name} listens at {WitnessServer.UrlOf(server)} for {string.Join(", ", state.Logs.Select(log => log.Log.Name))}");
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        var first = await Task.WhenAny(stopped, routes.Broken, options.StopsWithInput ? InputEndAsync() : stopped);
        await server.StopAsync(CancellationToken.None);
        return first == routes.Broken
            ? throw new CommandFailure($"{(await routes.Broken).Message}: nothing more is cosigned; look at the disk, then start again")
            : ExitCodes.Ok;
    }

    private static async Task StartAsync(Microsoft.AspNetCore.Builder.WebApplication server, CancellationToken cancellation)
    {
        try
        {
            await server.StartAsync(cancellation);
        }
        catch (IOException)
        {
            throw new CommandFailure("the address is taken by another program, or is none of this machine");
        }
    }

    // A read of a terminal or pipe can't be cancelled, so it has a thread that the process's end takes along.
    private Task InputEndAsync() => Task.Factory.StartNew(
        () =>
        {
            using var input = context.Input();
            var buffer = new byte[256];
            while (input.Read(buffer) > 0)
            {
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
