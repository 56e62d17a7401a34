using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;

namespace Orleans.Embedded.Tests;

public sealed class TimerTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task Timer_WhoseTickFails_GoesOnUntilItIsDisposed()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IClockGrain>("clock/plain");
        await grain.StartAsync(TimeSpan.Zero, Short, interleave: false, keepAlive: false);
        await host.Journal.Until("tick clock/plain", 5);

        await grain.StopAsync();
        var ticks = host.Journal.Count("tick clock/plain");
        await Task.Delay(100);

        Assert.Equal(ticks, host.Journal.Count("tick clock/plain"));
    }

    [Fact]
    public async Task Tick_WithoutInterleave_WaitsForTheRunningRequest()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IClockGrain>("clock/waits");
        await grain.StartAsync(Short, Short, interleave: false, keepAlive: false);
        var holding = grain.HoldAsync("waits");
        await host.Journal.Until("at waits", 1);
        await Task.Delay(100);
        host.Journal.Open("waits");

        Assert.Equal(0, await holding);
        await host.Journal.Until("tick clock/waits", 1);
    }

    [Fact]
    public async Task Tick_WithInterleave_RunsBetweenTheAwaitsOfARequest()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IClockGrain>("clock/interleaves");
        var holding = grain.HoldAsync("interleaves");
        await host.Journal.Until("at interleaves", 1);
        host.Journal.Open("interleaves");
        await holding;
        await grain.StartAsync(Short, Short, interleave: true, keepAlive: false);
        var second = grain.HoldAsync("second");
        await host.Journal.Until("at second", 1);
        await host.Journal.Until("tick clock/interleaves", 4);
        host.Journal.Open("second");

        Assert.True(await second >= 1);
    }

    [Fact]
    public async Task Timer_WithoutKeepAlive_DoesNotKeepItsGrain()
    {
        await using var host = await EngineHost.StartAsync(options => options.IdleCollection = TimeSpan.FromMilliseconds(200));
        var grain = host.Grains.GetGrain<IClockGrain>("clock/idle");
        await grain.StartAsync(TimeSpan.Zero, TimeSpan.FromMilliseconds(30), interleave: false, keepAlive: false);

        await host.Journal.Until("ActivationIdle clock/idle", 1);
        var ticks = host.Journal.Count("tick clock/idle");
        await Task.Delay(100);

        Assert.Equal(ticks, host.Journal.Count("tick clock/idle"));
    }

    [Fact]
    public async Task Timer_WithKeepAlive_KeepsItsGrain()
    {
        await using var host = await EngineHost.StartAsync(options => options.IdleCollection = TimeSpan.FromSeconds(2));
        var grain = host.Grains.GetGrain<IClockGrain>("clock/alive");
        await grain.StartAsync(TimeSpan.Zero, TimeSpan.FromMilliseconds(50), interleave: false, keepAlive: true);

        await host.Journal.Until("tick clock/alive", 60);

        Assert.Equal(0, host.Journal.Count("ActivationIdle clock/alive"));
    }
}
