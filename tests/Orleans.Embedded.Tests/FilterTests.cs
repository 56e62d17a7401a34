using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class FilterTests
{
    [Fact]
    public async Task Filters_AroundACall_RunInOrderOfRegistration()
    {
        var seen = new List<string>();
        await using var host = await EngineHost.StartAsync(services: services =>
        {
            services.AddSingleton<IIncomingGrainCallFilter>(new Recorder("outer", seen));
            services.AddSingleton<IIncomingGrainCallFilter>(new Recorder("inner", seen));
        });

        await host.Grains.GetGrain<IProbeGrain>("probe/filters").EchoAsync(new Letter("subject", [1]));

        Assert.Equal(
            ["outer test.probe EchoAsync ProbeGrain 1", "inner test.probe EchoAsync ProbeGrain 1", "inner Letter", "outer Letter"], seen);
    }

    [Fact]
    public async Task Filter_ThatRefuses_KeepsTheMethodFromRunning()
    {
        await using var host = await EngineHost.StartAsync(
            services: services => services.AddSingleton<IIncomingGrainCallFilter>(new Gatekeeper()));
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/guarded");

        await Assert.ThrowsAsync<RefusedException>(() => grain.AppendAsync(1));
        RequestContext.Set("pass", true);
        await grain.AppendAsync(2);

        Assert.Equal([2], await grain.NumbersAsync());
    }

    [Fact]
    public async Task Filter_OnACallBetweenGrains_SeesTheCaller()
    {
        var callers = new SourceRecorder();
        await using var host = await EngineHost.StartAsync(services: services => services.AddSingleton<IIncomingGrainCallFilter>(callers));

        await host.Grains.GetGrain<IRingAGrain>("ring/a").PassAsync(1, "ring/b");

        Assert.Equal(["", "ring-a/ring/a"], callers.Sources);
    }

    private sealed class Recorder(string name, List<string> seen) : IIncomingGrainCallFilter
    {
        public async Task Invoke(IIncomingGrainCallContext context)
        {
            seen.Add($"{name} {context.InterfaceName} {context.ImplementationMethod.Name} {context.Grain?.GetType().Name} {context.Request.GetArgumentCount()}");
            await context.Invoke();
            seen.Add($"{name} {context.Result?.GetType().Name}");
        }
    }

    private sealed class Gatekeeper : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context) =>
            RequestContext.Get("pass") is true ? context.Invoke() : throw new RefusedException(403);
    }

    private sealed class SourceRecorder : IIncomingGrainCallFilter
    {
        public List<string> Sources { get; } = [];

        public Task Invoke(IIncomingGrainCallContext context)
        {
            Sources.Add(context.SourceId?.ToString() ?? "");
            return context.Invoke();
        }
    }
}
