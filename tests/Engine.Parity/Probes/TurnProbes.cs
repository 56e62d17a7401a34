using Engine.Parity.Grains;
using Engine.Parity.Hosting;

namespace Engine.Parity.Probes;

/// <summary>One request at a time, in order; the request context; filters.</summary>
internal static class TurnProbes
{
    private const int Many = 200;
    private const int Callers = 32;
    private const int CallsEach = 50;
    private const string Key = "parity.value";

    public static IEnumerable<Probe> All =>
    [
        new("order of one client's calls to a grain in memory", ClientOrder),
        new("order of one grain's calls to a grain in memory", GrainOrder),
        new("second request while the first awaits", NonReentrancy),
        new("continuations of a turn", Overlaps),
        new("32 callers with 50 calls each to one grain", Load),
        new("calls to 20 grains at once", FanOut),
        new("request context: client to grain", host => Context(host, "turn/context")),
        new("request context: grain to grain, and back", ContextOnward),
        new("request context after the call, at the client", ContextAfter),
        new("order of filters", Filters),
        new("filter that refuses: the caller", host => Veto(host, "echo/veto/caller", ran: false)),
        new("filter that refuses: does the grain run", host => Veto(host, "echo/veto/grain", ran: true)),
        new("filter that changes the result", Change),
    ];

    private static async Task<string> ClientOrder(ParityHost host)
    {
        var grain = host.Grains.GetGrain<ITurnGrain>("turn/order/client");
        await grain.ActivationAsync();
        await Task.WhenAll(Enumerable.Range(0, Many).Select(grain.AppendAsync));
        return Ordered(await grain.NumbersAsync());
    }

    private static async Task<string> GrainOrder(ParityHost host)
    {
        await host.Grains.GetGrain<ITurnGrain>("turn/order/grain").ActivationAsync();
        await host.Grains.GetGrain<ICallerGrain>("caller/order").SendAsync("turn/order/grain", Many);
        return Ordered(await host.Grains.GetGrain<ITurnGrain>("turn/order/grain").NumbersAsync());
    }

    private static string Ordered(IReadOnlyList<int> numbers) =>
        numbers.SequenceEqual(Enumerable.Range(0, Many)) ? "kept" : numbers.Count == Many ? "changed" : "calls lost or doubled";

    private static async Task<string> NonReentrancy(ParityHost host)
    {
        var grain = host.Grains.GetGrain<ITurnGrain>("turn/second");
        var first = grain.GateAsync("second");
        await Journal.Until("second", 1);
        var second = grain.AppendAsync(1);
        var waits = await Task.WhenAny(second, Task.Delay(300)) != second;
        Journal.Open("second");
        await Task.WhenAll(first, second);
        return waits ? "waits" : "runs in between";
    }

    private static async Task<string> Overlaps(ParityHost host) =>
        await host.Grains.GetGrain<ITurnGrain>("turn/overlap").OverlapsAsync(50) ? "run at once" : "run one at a time";

    private static async Task<string> Load(ParityHost host)
    {
        var grain = host.Grains.GetGrain<ITurnGrain>("turn/load");
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < CallsEach; call++)
            {
                await grain.AppendAsync((caller * CallsEach) + call);
            }
        })));
        var numbers = await grain.NumbersAsync();
        var ordered = numbers.GroupBy(n => n / CallsEach).All(own => own.SequenceEqual(own.Order()));
        return numbers.Distinct().Count() == Callers * CallsEach && numbers.Count == Callers * CallsEach && ordered
            ? "each once, in each caller's order"
            : "lost, doubled or out of order";
    }

    private static async Task<string> FanOut(ParityHost host) =>
        await host.Grains.GetGrain<ICallerGrain>("caller/fan").FanOutAsync(20) == 20 ? "all answer" : "some do not answer";

    private static Task<string> Context(ParityHost host, string key) => WithContext(async () =>
        await host.Grains.GetGrain<ITurnGrain>(key).ContextAsync(Key) ?? "nothing");

    private static Task<string> ContextOnward(ParityHost host) => WithContext(() =>
        host.Grains.GetGrain<ICallerGrain>("caller/context").ContextAsync("turn/context/onward", Key));

    private static Task<string> ContextAfter(ParityHost host) => WithContext(async () =>
    {
        await host.Grains.GetGrain<ITurnGrain>("turn/context/after").ContextAsync(Key);
        return RequestContext.Get(Key) as string ?? "nothing";
    });

    private static async Task<string> Filters(ParityHost host)
    {
        const string page = "filters";
        RequestContext.Set(OuterFilter.PageKey, page);
        await host.Grains.GetGrain<IEchoGrain>("echo/filters").TextAsync("text");
        RequestContext.Remove(OuterFilter.PageKey);
        return string.Join(", ", Journal.Lines(page));
    }

    private static async Task<string> Veto(ParityHost host, string key, bool ran)
    {
        RequestContext.Set(OuterFilter.Key, OuterFilter.Veto);
        var caller = await Outcome.Of(() => host.Grains.GetGrain<IEchoGrain>(key).KeyAsync());
        RequestContext.Remove(OuterFilter.Key);
        return ran ? Outcome.YesNo(await host.Grains.GetGrain<INamedGrain>(key).NameAsync() == "somebody") : caller;
    }

    private static async Task<string> Change(ParityHost host)
    {
        RequestContext.Set(OuterFilter.Key, OuterFilter.Change);
        var answer = await host.Grains.GetGrain<IEchoGrain>("echo/change").TextAsync("text");
        RequestContext.Remove(OuterFilter.Key);
        return answer ?? "nothing";
    }

    private static async Task<string> WithContext(Func<Task<string>> call)
    {
        RequestContext.Set(Key, "set by the caller");
        var seen = await call();
        RequestContext.Remove(Key);
        return seen;
    }
}
