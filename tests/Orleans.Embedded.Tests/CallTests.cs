using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class CallTests
{
    [Fact]
    public async Task Bytes_ChangedAfterTheCall_AreNotChangedInTheGrainNorInTheCaller()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/copy");
        byte[] sent = [1, 2, 3];

        var returned = await grain.KeepAsync(sent);
        sent[0] = 99;
        returned[1] = 99;

        Assert.Equal([1, 2, 3], await grain.KeptAsync());
    }

    [Fact]
    public async Task ImmutableMessageAndParameter_InOneProcess_AreHandedOverUncopied()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/immutable");
        var letter = new Letter("subject", [1]);
        byte[] bytes = [1];

        Assert.Same(letter, await grain.EchoAsync(letter));
        Assert.Same(letter, host.Journal.Received);
        await grain.HandOverAsync(bytes);
        Assert.Same(bytes, host.Journal.Received);
    }

    [Fact]
    public async Task PlainException_Crossing_KeepsItsTypeNameAndLosesItsMessage()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/plain");

        var failure = await Assert.ThrowsAsync<GrainCallFailedException>(() => grain.ThrowPlainAsync("canary-text"));

        Assert.Equal("System.InvalidOperationException", failure.FailureType);
        Assert.DoesNotContain("canary-text", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains(host.Log.Lines, line => line.Contains("System.InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("canary-text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SerialisableException_Crossing_KeepsItsTypeAndMembers()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/typed");

        Assert.Equal(7, (await Assert.ThrowsAsync<RefusedException>(() => grain.ThrowTypedAsync(7))).Code);
        Assert.Empty(await grain.NumbersAsync());
    }

    [Fact]
    public async Task Cancellation_OfARunningCall_ReachesItsToken()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/cancel");
        using var cancel = new CancellationTokenSource();
        var call = grain.WaitAsync(cancel.Token);
        await host.Journal.Until("waiting", 1);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(await grain.WasCancelledAsync());
    }

    [Fact]
    public async Task Cancellation_OfAQueuedCall_KeepsItFromRunning()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/cancel-queued");
        var running = grain.GateAsync("queued");
        await host.Journal.Until("at queued", 1);
        using var cancel = new CancellationTokenSource();
        var call = grain.WaitAsync(cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        host.Journal.Open("queued");
        await running;

        Assert.False(await grain.WasCancelledAsync());
        Assert.Equal(0, host.Journal.Count("waiting"));
    }

    [Fact]
    public async Task Call_BeyondTheResponseTimeout_TimesOutAndCancelsItsToken()
    {
        await using var host = await EngineHost.StartAsync(options => options.ResponseTimeout = TimeSpan.FromMilliseconds(1500));
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/slow");

        await Assert.ThrowsAsync<TimeoutException>(() => grain.WaitAsync(CancellationToken.None));

        Assert.True(await grain.WasCancelledAsync());
    }

    [Fact]
    public async Task RequestContext_OfTheCaller_ReachesTheGrainAndDoesNotComeBack()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("probe/context");
        RequestContext.Set("who", "caller");

        Assert.Equal("caller", await grain.ContextAsync("who"));
        Assert.Equal("caller", RequestContext.Get("who"));
        RequestContext.Clear();
        Assert.Null(await grain.ContextAsync("who"));
    }

    [Fact]
    public void RequestContext_ValueOfAnotherType_IsRefused() =>
        Assert.Throws<ArgumentException>(() => RequestContext.Set("key", new object()));

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("DEADbeef")]
    [InlineData("caf/2014")]
    [InlineData("/depositor")]
    [InlineData("depositor/\n")]
    public async Task Key_WithoutANonHexadecimalPrefix_IsRefused(string key)
    {
        await using var host = await EngineHost.StartAsync();
        Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<IProbeGrain>(key));
    }

    [Fact]
    public async Task Key_LongerThanTheLimit_IsRefused()
    {
        await using var host = await EngineHost.StartAsync();
        Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<IProbeGrain>(new string('x', 513)));
        Assert.Equal(512, (await host.Grains.GetGrain<IProbeGrain>(new string('x', 512)).KeyAsync()).Length);
    }

    [Fact]
    public async Task Reference_InTheSilo_KnowsItsFullId()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IProbeGrain>("country/caf");

        Assert.Equal("country/caf", grain.GetPrimaryKeyString());
        Assert.Equal("test.probe/country/caf", grain.GetGrainId().ToString());
        Assert.Equal("country/caf", await grain.KeyAsync());
    }
}
