using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class TurnTests
{
    [Fact]
    public async Task Calls_OfSixtyFourParallelCallers_KeepEachCallersOrder()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/order");
        const int callers = 64;
        const int each = 50;

        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(
            () => Task.WhenAll(Enumerable.Range(0, each).Select(i => grain.AppendAsync((caller * each) + i))))));

        var numbers = await grain.NumbersAsync();
        Assert.Equal(callers * each, numbers.Count);
        foreach (var ofCaller in numbers.GroupBy(n => n / each))
        {
            Assert.Equal(ofCaller.Order(), ofCaller);
        }
    }

    [Fact]
    public async Task Continuations_OfOneTurn_NeverRunAtTheSameTime()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/single");

        Assert.DoesNotContain(true, await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.OverlapsAsync(32))));
    }

    [Fact]
    public async Task Request_WhileAnotherWaits_StartsOnlyAfterItsEnd()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/turns");
        var first = grain.GateAsync("first");
        var second = grain.GateAsync("second");
        await host.Journal.Until("at first", 1);
        await Task.Delay(50);
        Assert.Equal(0, host.Journal.Count("at second"));

        host.Journal.Open("first");
        await host.Journal.Until("at second", 1);
        host.Journal.Open("second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Grains_WithDifferentKeys_RunSideBySide()
    {
        await using var host = await EngineHost.StartAsync();
        var first = host.Grains.GetGrain<IProbeGrain>("probe/one").GateAsync("one");
        var second = host.Grains.GetGrain<IProbeGrain>("probe/two").GateAsync("two");
        await host.Journal.Until("at one", 1);
        await host.Journal.Until("at two", 1);
        host.Journal.Open("one");
        host.Journal.Open("two");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task CallCycle_OverTwoGrains_FailsAtOnceAndNamesTypesOnly()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IRingAGrain>("ring/secret-a");

        Assert.Equal(1, await grain.PassAsync(1, "ring/secret-b"));
        var failure = await Assert.ThrowsAsync<GrainCallCycleException>(() => grain.PassAsync(2, "ring/secret-b"));

        Assert.Equal("ring-a → ring-b → ring-a", failure.Chain);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, await grain.PassAsync(1, "ring/secret-b"));
    }

    [Fact]
    public async Task CallBack_AfterTheFirstRequestEnded_IsNoCycle()
    {
        await using var host = await EngineHost.StartAsync();
        await host.Grains.GetGrain<IRingAGrain>("ring/a").StartAsync("ring/b");
        host.Journal.Open("ring");

        await host.Journal.Until("back", 1);
    }

    [Fact]
    public async Task Queue_BeyondItsLimit_RefusesTheNextCallOnly()
    {
        await using var host = await EngineHost.StartAsync(options => options.MaxQueued = 3);
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/full");
        var running = grain.GateAsync("full");
        await host.Journal.Until("at full", 1);
        var queued = Enumerable.Range(0, 3).Select(grain.AppendAsync).ToArray();

        var failure = await Assert.ThrowsAsync<LimitExceededException>(() => grain.AppendAsync(99));

        Assert.Equal("requests queued at one grain", failure.Limit);
        host.Journal.Open("full");
        await Task.WhenAll([running, .. queued]);
        Assert.Equal([0, 1, 2], await grain.NumbersAsync());
    }

    [Fact]
    public async Task ManyGrains_EachCalledManyTimes_AnswerAll()
    {
        await using var host = await EngineHost.StartAsync();
        const int grains = 500;
        const int calls = 20;

        await Task.WhenAll(Enumerable.Range(0, grains * calls).Select(i =>
            host.Grains.GetGrain<IProbeGrain>($"probe/{i % grains}").AppendAsync(i)));

        for (var i = 0; i < grains; i++)
        {
            Assert.Equal(calls, (await host.Grains.GetGrain<IProbeGrain>($"probe/{i}").NumbersAsync()).Count);
        }
    }
}
