using System.Runtime.Versioning;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class SocketTests : IDisposable
{
    private readonly SocketFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Client_OverTheSocket_GetsAnswersContextAndFailures()
    {
        await using var host = await StartAsync();
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        var grain = client.Grains.GetGrain<IProbeGrain>("probe/socket");
        RequestContext.Set("who", "gateway");

        var letter = new Letter("sübject", [1, -2, int.MaxValue]) { Priority = Priority.High };
        var echoed = await grain.EchoAsync(letter);
        Assert.Equal(letter.Subject, echoed.Subject);
        Assert.Equal(letter.Numbers, echoed.Numbers);
        Assert.Equal(letter.Priority, echoed.Priority);
        Assert.Equal("gateway", await grain.ContextAsync("who"));
        Assert.Equal(7, (await Assert.ThrowsAsync<RefusedException>(() => grain.ThrowTypedAsync(7))).Code);
        var failure = await Assert.ThrowsAsync<GrainCallFailedException>(() => grain.ThrowPlainAsync("canary-text"));
        Assert.Equal("System.InvalidOperationException", failure.FailureType);
    }

    [Fact]
    public async Task Client_WithManyCallsAtOnce_KeepsTheirOrder()
    {
        await using var host = await StartAsync();
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        var grain = client.Grains.GetGrain<IProbeGrain>("probe/many");
        await grain.NumbersAsync();

        await Task.WhenAll(Enumerable.Range(0, 3_000).Select(grain.AppendAsync));

        Assert.Equal(Enumerable.Range(0, 3_000), await grain.NumbersAsync());
    }

    [Fact]
    public async Task Frames_OfThirtyTwoMegabytes_PassInBothDirections()
    {
        await using var host = await StartAsync();
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        var bytes = new byte[32 * 1024 * 1024];
        bytes[0] = 1;
        bytes[^1] = 2;

        var returned = await client.Grains.GetGrain<IProbeGrain>("probe/large").KeepAsync(bytes);

        Assert.True(bytes.AsSpan().SequenceEqual(returned));
    }

    [Fact]
    public async Task Message_LargerThanAFrame_IsRefusedWithoutHarmToTheConnection()
    {
        await using var host = await StartAsync(options => options.MaxFrameBytes = 64 * 1024);
        await using var client = await ClientHost.StartAsync(_folder.Socket, options => options.MaxFrameBytes = 64 * 1024);
        var grain = client.Grains.GetGrain<IProbeGrain>("probe/too-large");

        var failure = await Assert.ThrowsAsync<LimitExceededException>(() => grain.KeepAsync(new byte[70_000]));

        Assert.Equal("message size", failure.Limit);
        Assert.Equal(10, (await grain.KeepAsync(new byte[10])).Length);
    }

    [Fact]
    public async Task Cancellation_OverTheSocket_ReachesTheGrain()
    {
        await using var host = await StartAsync();
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        var grain = client.Grains.GetGrain<IProbeGrain>("probe/cancel");
        using var cancel = new CancellationTokenSource();
        var call = grain.WaitAsync(cancel.Token);
        await host.Journal.Until("waiting", 1);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(await grain.WasCancelledAsync());
    }

    [Fact]
    public async Task Client_WithoutASilo_FailsFast()
    {
        await using var client = await ClientHost.StartAsync(_folder.Socket, options => options.ConnectWait = TimeSpan.FromMilliseconds(200));
        var from = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => client.Grains.GetGrain<IProbeGrain>("probe/none").NumbersAsync());

        Assert.True(TimeProvider.System.GetElapsedTime(from) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Client_StartedBeforeTheSilo_ConnectsWhenItComes()
    {
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        var call = client.Grains.GetGrain<IProbeGrain>("probe/early").KeyAsync();
        await using var host = await StartAsync();

        Assert.Equal("probe/early", await call);
    }

    [Fact]
    public async Task Silo_Restarted_BreaksCallsUnderWayAtOnceAndTheClientReconnects()
    {
        var first = await StartAsync();
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        var grain = client.Grains.GetGrain<IProbeGrain>("probe/restart");
        var stuck = grain.GateAsync("restart");
        await first.Journal.Until("at restart", 1);
        using var noWait = new CancellationTokenSource(TimeSpan.Zero);
        await first.StopAsync(noWait.Token);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => stuck);
        await first.DisposeAsync();
        await using var second = await StartAsync();

        Assert.Equal("probe/restart", await grain.KeyAsync());
    }

    [Fact]
    public async Task Stop_WithACallFromAClient_AnswersItBeforeTheConnectionCloses()
    {
        var host = await StartAsync();
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        var grain = client.Grains.GetGrain<IProbeGrain>("probe/drain");
        var calls = Enumerable.Range(0, 100).Select(_ => grain.KeepAsync(new byte[10_000])).Prepend(Gate()).ToArray();
        await host.Journal.Until("at drain", 1);
        // The silo takes the frames of a connection in order: once this is answered, the others are queued.
        await client.Grains.GetGrain<IProbeGrain>("probe/marker").KeyAsync();
        var stopping = host.StopAsync();
        host.Journal.Open("drain");

        await Task.WhenAll(calls);
        await stopping;
        await host.DisposeAsync();

        async Task<byte[]> Gate()
        {
            await grain.GateAsync("drain");
            return [];
        }
    }

    [Fact]
    public async Task Client_Gone_CancelsItsRunningCalls()
    {
        await using var host = await StartAsync();
        var client = await ClientHost.StartAsync(_folder.Socket);
        var call = client.Grains.GetGrain<IProbeGrain>("probe/gone").WaitAsync(CancellationToken.None);
        await host.Journal.Until("waiting", 1);
        await client.DisposeAsync();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
        Assert.True(await host.Grains.GetGrain<IProbeGrain>("probe/gone").WasCancelledAsync());
    }

    [Fact]
    public async Task Socket_OfTheSilo_IsItsOwnersOnly()
    {
        var path = Path.Combine(_folder.Folder, "made", "silo.sock");
        await using var host = await EngineHost.StartAsync(options => options.SocketPath = path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task Silo_OnASocketThatIsServed_RefusesToStart()
    {
        await using var host = await StartAsync();
        await Assert.ThrowsAsync<OrleansConfigurationException>(() => StartAsync());
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        Assert.Equal("probe/x", await client.Grains.GetGrain<IProbeGrain>("probe/x").KeyAsync());
    }

    [Fact]
    public async Task Silo_OnAFileThatIsNoSocket_RefusesAndLeavesIt()
    {
        await File.WriteAllTextAsync(_folder.Socket, "precious");

        await Assert.ThrowsAsync<OrleansConfigurationException>(() => StartAsync());

        Assert.Equal("precious", await File.ReadAllTextAsync(_folder.Socket));
    }

    [Fact]
    public async Task Silo_InAFolderThatOthersMayWriteTo_RefusesToStart()
    {
        File.SetUnixFileMode(_folder.Folder, File.GetUnixFileMode(_folder.Folder) | UnixFileMode.OtherWrite);
        await Assert.ThrowsAsync<OrleansConfigurationException>(() => StartAsync());
    }

    [Fact]
    public async Task StaleSocket_OfASiloThatDied_IsReplaced()
    {
        using (var dead = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            var aside = _folder.Socket + ".aside";
            dead.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(aside));
            // Closing removes the bound path; under another name the file stays, as after a kill.
            File.Move(aside, _folder.Socket);
        }

        Assert.True(File.Exists(_folder.Socket));
        await using var host = await StartAsync();
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        Assert.Equal("probe/y", await client.Grains.GetGrain<IProbeGrain>("probe/y").KeyAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("silo.sock")]
    public async Task Client_WithoutAnAbsolutePath_RefusesToStart(string path) =>
        await Assert.ThrowsAsync<OrleansConfigurationException>(() => ClientHost.StartAsync(path));

    [Fact]
    public async Task Silo_WithAPathLongerThanTheSystemAllows_RefusesToStart() =>
        await Assert.ThrowsAsync<OrleansConfigurationException>(
            () => EngineHost.StartAsync(options => options.SocketPath = "/" + new string('s', 200)));

    private Task<EngineHost> StartAsync(Action<EmbeddedSiloOptions>? configure = null) => EngineHost.StartAsync(options =>
    {
        options.SocketPath = _folder.Socket;
        configure?.Invoke(options);
    });
}
