using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Extensions.Hosting;
using Orleans.Calls;
using Orleans.Guards;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Telemetry;
using Orleans.Transport;

namespace Orleans.Client;

/// <summary>
/// The way to a silo in another process: one connection for all calls, made again by itself when the silo comes back.
/// </summary>
internal sealed class EmbeddedClient : IClusterClient, IGrainCaller, IHostedService, IAsyncDisposable
{
    // An attempt on a socket of this machine costs next to nothing, and every pause is added to how long a silo's restart is felt.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(160);

    private readonly EmbeddedClientOptions _options;
    private readonly ConcurrentDictionary<string, Type> _exceptions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Assembly, bool> _assemblies = new();
    private readonly CancellationTokenSource _stopping = new();

    // Guards the two fields below it.
    private readonly Lock _lock = new();
    private Task? _loop;
    private TaskCompletionSource<ClientConnection> _connected = NewPromise();
    private ulong _lastId;

    public EmbeddedClient(IServiceProvider services, EmbeddedClientOptions options)
    {
        EmbeddedOptionsGuard.Check(options);
        ServiceProvider = services;
        _options = options;
        LearnExceptions(typeof(OrleansException).Assembly);
    }

    public IServiceProvider ServiceProvider { get; }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        if (grainClassNamePrefix is not null)
        {
            throw new ArgumentException("each interface has exactly one grain class", nameof(grainClassNamePrefix));
        }

        LearnExceptions(typeof(TGrainInterface).Assembly);
        return GrainProxy.Create<TGrainInterface>(this, GrainKeys.Checked(primaryKey), id: null);
    }

    public async Task<object?> CallAsync(GrainMethod method, string key, object?[] arguments, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        using var span = EngineTraces.StartClient(method);
        try
        {
            return await SendAsync(method, key, arguments, token).ConfigureAwait(false);
        }
        catch
        {
            EngineTraces.Failed(span);
            throw;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Connected();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task? loop;
        lock (_lock)
        {
            loop = _loop;
        }

        if (loop is not null)
        {
            await loop;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static TaskCompletionSource<ClientConnection> NewPromise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<object?> SendAsync(GrainMethod method, string key, object?[] arguments, CancellationToken token)
    {
        var id = Interlocked.Increment(ref _lastId);
        var trace = Activity.Current?.Context ?? default;
        var frame = WriteRequest(id, new RequestFrame(method, key, _options.ResponseTimeout, RequestContext.Current, trace, arguments));
        var call = new PendingCall(id, method);
        ClientConnection connection;
        do
        {
            var promise = Connected();
            connection = promise.IsCompletedSuccessfully
                ? await promise.ConfigureAwait(false)
                : await WaitForConnectionAsync(promise, token).ConfigureAwait(false);
        }
        while (!connection.TryStart(call, frame));

        try
        {
            return await call.Answer.WaitAsync(_options.ResponseTimeout, _options.EngineTime, token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            connection.Abandon(call);
            throw;
        }
    }

    private ReadOnlyMemory<byte> WriteRequest(ulong id, RequestFrame request)
    {
        var writer = Frame.Begin(FrameKind.Request, id, _options.MaxFrameBytes);
        request.Write(writer);
        return Frame.End(writer);
    }

    private Task<ClientConnection> Connected()
    {
        lock (_lock)
        {
            _loop ??= Task.Run(KeepConnectedAsync);
            return _connected.Task;
        }
    }

    private async Task<ClientConnection> WaitForConnectionAsync(Task<ClientConnection> promise, CancellationToken token)
    {
        try
        {
            return await promise.WaitAsync(_options.ConnectWait, _options.EngineTime, token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new SiloUnavailableException();
        }
    }

    private async Task KeepConnectedAsync()
    {
        var pause = FirstPause;
        while (!_stopping.IsCancellationRequested)
        {
            if (await TryConnectAsync() is { } connection)
            {
                pause = FirstPause;
                _connected.TrySetResult(connection);
                await connection.RunAsync(Disconnected, _stopping.Token);
            }

            await Task.Delay(pause, _options.EngineTime, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        _connected.TrySetException(new SiloUnavailableException());
        _ = _connected.Task.Exception;
    }

    private void Disconnected()
    {
        lock (_lock)
        {
            _connected = NewPromise();
        }
    }

    private async Task<ClientConnection?> TryConnectAsync()
    {
        using var limit = new CancellationTokenSource(_options.ConnectWait, _options.EngineTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        try
        {
            return await ClientConnection.ConnectAsync(_options, _exceptions, either.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or MessageFormatException
            or SiloUnavailableException)
        {
            return null;
        }
    }

    private void LearnExceptions(Assembly assembly)
    {
        if (!_assemblies.TryAdd(assembly, true))
        {
            return;
        }

        foreach (var type in assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Exception)) && !t.IsAbstract && Codecs.IsMessage(t)))
        {
            _exceptions.TryAdd(type.FullName!, type);
        }
    }
}
