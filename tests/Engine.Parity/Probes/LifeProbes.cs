using Engine.Parity.Grains;
using Engine.Parity.Hosting;

namespace Engine.Parity.Probes;

/// <summary>Activation, deactivation, stored state, the stop of a silo.</summary>
internal static class LifeProbes
{
    public static IEnumerable<Probe> All =>
    [
        new("deactivation that the grain asked for", Leave),
        new("reason of that deactivation", Reason),
        new("calls that wait while a grain leaves", Waiting),
        new("activation that fails: the caller", host => Outcome.Of(() => host.Grains.GetGrain<IFragileGrain>("fragile/a").PingAsync())),
        new("next call after an activation that failed", Again),
        new("state in the next activation", StateKept),
        new("state after a clear, in the next activation", StateCleared),
        new("write over another's version: the caller", host => Conflict(host, "ledger/conflict/a", after: false)),
        new("write over another's version: the next call reads", host => Conflict(host, "ledger/conflict/b", after: true)),
        new("first write after another's first write", FirstWrite),
        new("rows of that grain", host => Task.FromResult(host.Storage.RowsOf(IdOf("ledger/first")) == 1 ? "one" : "not one")),
        new("two keys that differ in their case", TwoKeys),
    ];

    /// <summary>They stop the silo; the last ones.</summary>
    public static IEnumerable<Probe> Stopping =>
    [
        new("state after a restart of the silo", Restarted),
        new("call under way when the silo stops", UnderWay),
        new("grains when the silo stops", Ended),
    ];

    private static string IdOf(string key) => $"{LedgerGrain.Type}/{key}";

    private static async Task<string> Leave(ParityHost host)
    {
        var grain = host.Grains.GetGrain<ITurnGrain>("turn/leave");
        await grain.LeaveAsync();
        return await grain.ActivationAsync() == 2 ? "the next call makes an activation" : "the same activation";
    }

    private static async Task<string> Reason(ParityHost host)
    {
        await host.Grains.GetGrain<ITurnGrain>("turn/reason").LeaveAsync();
        return await Journal.Until("deactivated turn/reason", 1) ? Journal.Lines("deactivated turn/reason")[0] : Outcome.Never;
    }

    private static async Task<string> Waiting(ParityHost host)
    {
        var grain = host.Grains.GetGrain<ITurnGrain>("turn/waiting");
        var holding = grain.GateAsync("waiting");
        await Journal.Until("waiting", 1);
        var leaving = grain.LeaveAsync();
        await Task.Delay(100);
        var calls = host.Grains.GetGrain<ICallerGrain>("caller/waiting").SendAsync("turn/waiting", 20);
        await Task.Delay(100);
        Journal.Open("waiting");
        await Task.WhenAll(holding, leaving, calls);
        var numbers = await grain.NumbersAsync();
        return numbers.SequenceEqual(Enumerable.Range(0, 20)) ? "run in order on the next activation"
            : numbers.Order().SequenceEqual(Enumerable.Range(0, 20)) ? "run on the next activation, not in order" : "lost or doubled";
    }

    private static async Task<string> Again(ParityHost host)
    {
        var grain = host.Grains.GetGrain<IFragileGrain>("fragile/b");
        await Outcome.Of(grain.PingAsync);
        return await Outcome.Of(grain.PingAsync);
    }

    private static async Task<string> StateKept(ParityHost host)
    {
        var grain = host.Grains.GetGrain<ILedgerGrain>("ledger/kept");
        await grain.WriteAsync(41);
        await grain.LeaveAsync();
        return await grain.ReadAsync() == 41 ? "read" : "lost";
    }

    private static async Task<string> StateCleared(ParityHost host)
    {
        var grain = host.Grains.GetGrain<ILedgerGrain>("ledger/cleared");
        await grain.WriteAsync(41);
        await grain.ClearAsync();
        await grain.LeaveAsync();
        return await grain.ReadAsync() == 0 ? "as new" : "still there";
    }

    private static async Task<string> Conflict(ParityHost host, string key, bool after)
    {
        var grain = host.Grains.GetGrain<ILedgerGrain>(key);
        await grain.WriteAsync(1);
        host.Storage.Overwrite(LedgerGrain.State, IdOf(key), new Sum { Value = 7 });
        var caller = await Outcome.Of(() => grain.WriteAsync(2));
        return !after ? caller : await grain.ReadAsync() == 7 ? "what is stored" : "what was not stored";
    }

    private static async Task<string> FirstWrite(ParityHost host)
    {
        var grain = host.Grains.GetGrain<ILedgerGrain>("ledger/first");
        await grain.ReadAsync();
        host.Storage.Overwrite(LedgerGrain.State, IdOf("ledger/first"), new Sum { Value = 7 });
        var caller = await Outcome.Of(() => grain.WriteAsync(2));
        return $"{caller}, then reads {await grain.ReadAsync()}";
    }

    private static async Task<string> TwoKeys(ParityHost host)
    {
        await host.Grains.GetGrain<ILedgerGrain>("ledger/Case").WriteAsync(1);
        await host.Grains.GetGrain<ILedgerGrain>("ledger/case").WriteAsync(2);
        return await host.Grains.GetGrain<ILedgerGrain>("ledger/Case").ReadAsync() == 1 ? "two grains" : "one grain";
    }

    private static async Task<string> Restarted(ParityHost host)
    {
        await host.Grains.GetGrain<ILedgerGrain>("ledger/restart").WriteAsync(5);
        await host.RestartAsync();
        return await host.Grains.GetGrain<ILedgerGrain>("ledger/restart").ReadAsync() == 5 ? "read" : "lost";
    }

    private static async Task<string> UnderWay(ParityHost host)
    {
        var call = Outcome.Of(() => host.Grains.GetGrain<ITurnGrain>("turn/stop").GateAsync("stop"));
        await Journal.Until("stop", 1);
        var stopping = host.StopSiloAsync();
        await Task.Delay(300);
        Journal.Open("stop");
        await stopping;
        var caller = await call;
        return $"ends in the grain: {Outcome.YesNo(Journal.Lines("stop").Count == 2)}, the caller: {caller}";
    }

    private static async Task<string> Ended(ParityHost host)
    {
        await host.RestartAsync();
        await host.Grains.GetGrain<ITurnGrain>("turn/end").ActivationAsync();
        await host.StopAsync();
        return Journal.Lines("deactivated turn/end") is [var reason] ? $"deactivated: {reason}" : "not deactivated";
    }
}
