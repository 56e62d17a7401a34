using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public async Task DeactivateOnIdle_WithCallsQueued_MovesThemInOrderToANewActivation()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/leave");
        var gate = grain.GateAsync("leave");
        await host.Journal.Until("at leave", 1);
        var leaving = grain.LeaveAsync();
        var queued = Enumerable.Range(0, 50).Select(grain.AppendAsync).ToArray();
        host.Journal.Open("leave");

        await Task.WhenAll([gate, leaving, .. queued]);

        Assert.Equal(Enumerable.Range(0, 50), await grain.NumbersAsync());
        Assert.Equal(2, await grain.ActivationAsync());
        Assert.Equal(1, host.Journal.Count("ApplicationRequested probe/leave"));
    }

    [Fact]
    public async Task Deactivation_UnderLoad_LosesNoCall()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<ILedgerGrain>("ledger/load");
        var probe = host.Grains.GetGrain<IProbeGrain>("probe/load");

        var answers = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(async i =>
        {
            await Task.Yield();
            await (i % 7 == 0 ? probe.LeaveAsync() : probe.AppendAsync(i));
            return await grain.AddAsync(1);
        }));

        Assert.Equal(Enumerable.Range(1, 2_000).Select(i => (long)i), answers.Order());
    }

    [Fact]
    public async Task Deactivation_AsTheFirstActOfEachActivation_StrandsNobody()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/strand");

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await grain.LeaveAsync();
            }
        })));

        await grain.LeaveAsync();
        await host.StopAsync();
        Assert.Equal(0, host.Silo.Directory.Count);
        Assert.Equal(host.Journal.Count("activated probe/strand"), host.Journal.Count("ApplicationRequested probe/strand"));
    }

    [Fact]
    public async Task IdleActivation_AfterTheLimit_IsCollectedAndComesBack()
    {
        await using var host = await EngineHost.StartAsync(options => options.IdleCollection = TimeSpan.FromMilliseconds(200));
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/idle");
        await grain.AppendAsync(1);

        await host.Journal.Until("ActivationIdle probe/idle", 1);

        Assert.Empty(await grain.NumbersAsync());
    }

    [Fact]
    public async Task FailedActivation_FailsItsCallAndTheNextCallTriesAgain()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IFragileGrain>("fragile/one");

        Assert.Equal("System.InvalidOperationException",
            (await Assert.ThrowsAsync<GrainCallFailedException>(grain.PingAsync)).FailureType);
        await grain.PingAsync();
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("not yet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WithCallsUnderWay_LetsThemEndAndRefusesNewOnes()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/stop");
        var running = grain.GateAsync("stop");
        await host.Journal.Until("at stop", 1);
        var queued = grain.AppendAsync(1);
        var stopping = host.StopAsync();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.AppendAsync(2));
        Assert.False(stopping.IsCompleted);
        host.Journal.Open("stop");
        await Task.WhenAll(running, queued, stopping);

        Assert.Equal(1, host.Journal.Count("ShuttingDown probe/stop"));
        Assert.Equal(0, host.Silo.Directory.Count);
    }

    [Fact]
    public async Task Stop_WithACallThatNeverEnds_GivesUpWithTheHostsToken()
    {
        await using var host = await EngineHost.StartAsync();
        _ = host.Grains.GetGrain<IProbeGrain>("probe/stuck").GateAsync("never");
        await host.Journal.Until("at never", 1);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await host.StopAsync(limit.Token);

        Assert.Contains(host.Log.Lines, line => line.Contains("stopped before all calls had ended", StringComparison.Ordinal));
    }
}
