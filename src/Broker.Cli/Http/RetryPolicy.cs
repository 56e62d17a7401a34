namespace Broker.Cli;

/// <summary>When a request is tried again: while the gateway or the silo behind it is away, with growing pauses.</summary>
/// <remarks>
/// Every request of the tools may be sent twice: deposits carry an idempotency key, the others are idempotent by what they ask.
/// A 401 is tried twice more, because a silo refuses what was signed before it started, and the clock counts whole seconds.
/// </remarks>
internal sealed class RetryPolicy(TimeProvider clock, TimeSpan patience)
{
    /// <summary>How long the tools wait for a gateway or silo that is away.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);

    private const int UnauthorisedTries = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SignaturePause = TimeSpan.FromSeconds(1);

    /// <summary>Runs <paramref name="attempt"/> until its answer is one to keep; it must sign anew each time.</summary>
    public async Task<GatewayAnswer> RunAsync(Func<CancellationToken, Task<GatewayAnswer>> attempt, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        var pause = FirstPause;
        var unauthorised = 0;
        while (true)
        {
            var answer = await TryAsync(attempt, cancellation);
            unauthorised += answer?.Status == 401 ? 1 : 0;
            if (answer is not null && answer.Status != 503 && (answer.Status != 401 || unauthorised == UnauthorisedTries))
            {
                return answer;
            }

            if (clock.GetElapsedTime(start) >= patience)
            {
                return answer ?? throw new CommandFailure("the gateway cannot be reached");
            }

            await Task.Delay(answer?.Status == 401 ? SignaturePause : pause, clock, cancellation);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    private static async Task<GatewayAnswer?> TryAsync(Func<CancellationToken, Task<GatewayAnswer>> attempt, CancellationToken cancellation)
    {
        try
        {
            return await attempt(cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
