namespace Broker.Gateway;

/// <summary>Stops the gateway when the process that it was started for is gone, so that no server is left behind.</summary>
internal sealed partial class ParentWatch(
    GatewayOptions options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ParentWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.StopWithParent == 0)
        {
            return;
        }

        var first = ParentProcess.Find(options.StopWithParent);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            // A process id is used again by the system: only the same start time is the same process.
            while (first is not null && ParentProcess.Find(options.StopWithParent) == first)
            {
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        LogParentGone(logger);
        lifetime.StopApplication();
    }

    [LoggerMessage(2003, LogLevel.Information, "the parent process is gone, the gateway stops")]
    private static partial void LogParentGone(ILogger logger);
}
