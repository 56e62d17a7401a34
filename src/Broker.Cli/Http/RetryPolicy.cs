using System.Net.Sockets;

namespace Broker.Cli;

/// <summary>When a request is tried again: while the gateway or the silo behind it is away, with growing pauses.</summary>
/// <remarks>
/// Most requests come to the same when they are sent twice: a deposit carries an idempotency key; an enrolment, a proposal, an
/// approval, a withdrawal and a step of the calendar change nothing the second time; a request for a briefing carries an id, by which it
/// is one entry of the disclosure log however often it is sent on a day; the others only read. What is a deed of its own each time is sent again
/// only when the connection was refused, so that nothing was sent, or when the gateway answered 503.
/// A 401 is tried twice more, because a silo refuses what was signed before it started, and the clock counts whole seconds; who
/// gets a 401 was turned away before anything was done. A 503 whose code is <c>sealed</c> is believed: only custodians end it.
/// </remarks>
internal sealed class RetryPolicy(TimeProvider clock, TimeSpan patience)
{
    /// <summary>How long the tools wait for a gateway or silo that is away.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);

    private const string Sealed = "sealed";
    private const int UnauthorisedTries = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SignaturePause = TimeSpan.FromSeconds(1);

    /// <summary>Runs <paramref name="attempt"/> until its answer is one to keep; it must sign anew each time.</summary>
    /// <param name="attempt">Sends once.</param>
    /// <param name="repeatable">Whether it may be sent again although it may have been taken already.</param>
    public async Task<GatewayAnswer> RunAsync(Func<CancellationToken, Task<GatewayAnswer>> attempt, bool repeatable, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        var pause = FirstPause;
        var unauthorised = 0;
        while (true)
        {
            var answer = await TryAsync(attempt, repeatable, cancellation);
            unauthorised += answer?.Status == 401 ? 1 : 0;
            if (answer is not null && !IsAway(answer) && (answer.Status != 401 || unauthorised == UnauthorisedTries))
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

    // A sealed vault waits for people: to say so at once is better than to wait a minute.
    private static bool IsAway(GatewayAnswer answer) => answer.Status == 503 && answer.Problem.Code != Sealed;

    private static async Task<GatewayAnswer?> TryAsync(Func<CancellationToken, Task<GatewayAnswer>> attempt, bool repeatable, CancellationToken cancellation)
    {
        try
        {
            return await attempt(cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return repeatable || WasNeverSent(e)
                ? null
                : throw new CommandFailure("the gateway broke off before it answered: what was asked may have been done and logged; ask again if you need the answer");
        }
    }

    private static bool WasNeverSent(Exception failure)
        => failure is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } };
}
