using Engine.Parity.Grains;
using Engine.Parity.Hosting;

namespace Engine.Parity.Probes;

/// <summary>Exceptions, cancellation, timeouts, cycles.</summary>
internal static class FailureProbes
{
    private const string Secret = "text of a foreign exception";

    public static IEnumerable<Probe> All =>
    [
        new("exception with an `[Id]` member", Typed),
        new("foreign exception: what the caller gets", host => Outcome.Of(() => Turn(host, "foreign").BreakAsync(Secret))),
        new("foreign exception: does its message cross", Message),
        new("grain after an exception", AfterFailure),
        new("cancelled before the call: the caller", host => CancelledBefore(host, "before/caller", ran: false)),
        new("cancelled before the call: does the grain run", host => CancelledBefore(host, "before/grain", ran: true)),
        new("cancelled while queued: the caller", host => CancelledQueued(host, "queued/caller", ran: false)),
        new("cancelled while queued: does the grain run", host => CancelledQueued(host, "queued/grain", ran: true)),
        new("cancelled while running: the caller", host => CancelledRunning(host, "running/caller", seen: false)),
        new("cancelled while running: the grain's token", host => CancelledRunning(host, "running/grain", seen: true)),
        new("no answer in time: the caller", host => Late(host, "late/caller", seen: false)),
        new("no answer in time: the grain's token", host => Late(host, "late/grain", seen: true)),
        new("cycle of two grains", host => Outcome.Of(() => Caller(host, "circle/a").CircleAsync("caller/circle/b", back: false))),
        new("call of a grain to itself", host => Outcome.Of(() => Caller(host, "self").SelfAsync())),
        new("grain after a cycle", host => Outcome.Of(() => Caller(host, "circle/a").PingAsync())),
    ];

    private static ITurnGrain Turn(ParityHost host, string name) => host.Grains.GetGrain<ITurnGrain>("turn/" + name);

    private static ICallerGrain Caller(ParityHost host, string name) => host.Grains.GetGrain<ICallerGrain>("caller/" + name);

    private static async Task<string> Typed(ParityHost host)
    {
        try
        {
            await Turn(host, "typed").RefuseAsync(451);
            return Outcome.Never;
        }
        catch (RefusedException failure)
        {
            return failure.Code == 451 ? "the same type and member" : "the same type, another member";
        }
    }

    private static async Task<string> Message(ParityHost host)
    {
        try
        {
            await Turn(host, "message").BreakAsync(Secret);
            return Outcome.Never;
        }
        catch (Exception failure)
        {
            return Outcome.YesNo(failure.ToString().Contains(Secret, StringComparison.Ordinal));
        }
    }

    private static async Task<string> AfterFailure(ParityHost host)
    {
        var grain = Turn(host, "after");
        await Outcome.Of(() => grain.BreakAsync(Secret));
        return await grain.ActivationAsync() == 1 ? "the same activation answers" : "another activation answers";
    }

    private static async Task<string> CancelledBefore(ParityHost host, string name, bool ran)
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var caller = await Outcome.Of(() => Turn(host, name).NoteAsync(name, cancelled.Token));
        if (!ran)
        {
            return caller;
        }

        // One more call goes through, so that what was sent before it has run by then.
        await Turn(host, name).ActivationAsync();
        return Outcome.YesNo(Journal.Lines(name).Count > 0);
    }

    private static async Task<string> CancelledQueued(ParityHost host, string name, bool ran)
    {
        var grain = Turn(host, name);
        using var source = new CancellationTokenSource();
        var holding = grain.GateAsync(name);
        await Journal.Until(name, 1);
        var queued = Outcome.Of(() => grain.NoteAsync(name, source.Token));
        await Task.Delay(100);
        await source.CancelAsync();
        await Task.Delay(100);
        Journal.Open(name);
        await holding;
        var caller = await queued;
        await grain.ActivationAsync();
        return ran ? Outcome.YesNo(Journal.Lines(name).Any(line => line.StartsWith("ran", StringComparison.Ordinal))) : caller;
    }

    private static async Task<string> CancelledRunning(ParityHost host, string name, bool seen)
    {
        using var source = new CancellationTokenSource();
        var call = Outcome.Of(() => Turn(host, name).WaitAsync(name, source.Token));
        await Journal.Until(name, 1);
        await source.CancelAsync();
        var caller = await call;
        return !seen ? caller : await Journal.Until(name, 2) ? Journal.Lines(name)[1] : Outcome.Never;
    }

    private static async Task<string> Late(ParityHost host, string name, bool seen)
    {
        var caller = await Outcome.Of(() => Turn(host, name).WaitAsync(name, CancellationToken.None));
        return !seen ? caller : await Journal.Until(name, 2) ? Journal.Lines(name)[1] : Outcome.Never;
    }
}
