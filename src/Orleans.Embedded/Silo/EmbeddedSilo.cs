using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Calls;
using Orleans.Guards;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.Telemetry;
using Orleans.Transport;

namespace Orleans.Silo;

/// <summary>
/// The single silo. It checks the grains before any other hosted service starts, opens its socket after all have started, and drains
/// before any of them stops.
/// </summary>
internal sealed class EmbeddedSilo : IClusterClient, IGrainCaller, IHostedLifecycleService, IAsyncDisposable
{
    private readonly GrainManifest _manifest;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private SiloListener? _listener;
    private Task _collector = Task.CompletedTask;

    // Calls from outside of grains that have not ended, plus one that the stop takes away.
    private int _outside = 1;
    private volatile bool _draining;

    public EmbeddedSilo(IServiceProvider services, EmbeddedSiloOptions options, ILogger<EmbeddedSilo> logger)
    {
        Services = services;
        Options = options;
        Log = new EngineLog(logger);
        EmbeddedOptionsGuard.Check(options);
        var keyed = services.GetService<IServiceProviderIsKeyedService>();
        var types = options.GrainAssemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).Where(options.TypeFilter);
        var reminders = services.GetService<IReminderStore>();
        _manifest = GrainManifest.Build(types, name => keyed?.IsKeyedService(typeof(IGrainStorage), name) ?? true, reminders is not null);
        Filters = [.. services.GetServices<IIncomingGrainCallFilter>()];
        Directory = new GrainDirectory(this);
        Reminders = new ReminderService(this, _manifest.HasReminders ? reminders : null);
        Meters = new EngineMeters(services.GetRequiredService<IMeterFactory>(), Directory.Load);
    }

    public IServiceProvider Services { get; }

    public IServiceProvider ServiceProvider => Services;

    public EmbeddedSiloOptions Options { get; }

    public EngineLog Log { get; }

    public GrainDirectory Directory { get; }

    public ReminderService Reminders { get; }

    public EngineMeters Meters { get; }

    public IReadOnlyList<IIncomingGrainCallFilter> Filters { get; }

    public GrainInterface? InterfaceFor(string alias) => _manifest.InterfaceFor(alias);

    public GrainClass? ClassFor(GrainType type) => _manifest.ClassFor(type);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        if (grainClassNamePrefix is not null)
        {
            throw new ArgumentException("each interface has exactly one grain class", nameof(grainClassNamePrefix));
        }

        var id = GrainId.Create(ClassFor(typeof(TGrainInterface)).GrainType, IdSpan.Create(GrainKeys.Checked(primaryKey)));
        return GrainProxy.Create<TGrainInterface>(this, primaryKey, id);
    }

    public Task<object?> CallAsync(GrainMethod method, string key, object?[] arguments, CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled<object?>(token);
        }

        try
        {
            var copies = method.Copy(arguments, Options.MaxFrameBytes);
            var request = Dispatch(method, key, copies, RequestContext.Current, Activity.Current?.Context ?? default);
            return AwaitAsync(request, Options.ResponseTimeout, token);
        }
        catch (MessageFormatException)
        {
            return Task.FromException<object?>(new GrainCallFailedException(GrainCallFailedException.MalformedRequest));
        }
        catch (Exception e)
        {
            return Task.FromException<object?>(e);
        }
    }

    /// <summary>Puts a call into its grain's queue.</summary>
    /// <exception cref="OrleansException">A cycle, a full queue, or the silo stops.</exception>
    public CallRequest Dispatch(
        GrainMethod method, string key, object?[] arguments, ImmutableDictionary<string, object> context, ActivityContext trace)
    {
        var caller = CallFrame.Current;
        var grainClass = ClassFor(method.Interface.Type);
        CallFrame.ThrowIfCycle(caller, GrainId.Create(grainClass.GrainType, IdSpan.Create(key)));
        var request = new CallRequest(grainClass.GrainType, method, arguments, caller, context, trace);
        Enqueue(grainClass, key, request);
        return request;
    }

    /// <summary>A call from outside of grains is waited for when the silo stops.</summary>
    public void Enqueue(GrainClass grainClass, string key, CallRequest request)
    {
        var fromOutside = request.Caller is null;
        if (fromOutside)
        {
            Enter();
        }

        try
        {
            Directory.Enqueue(grainClass, key, request);
        }
        catch (OrleansException failure)
        {
            Meters.Refused(request, failure);
            if (fromOutside)
            {
                Leave();
            }

            throw;
        }

        if (fromOutside)
        {
            LeaveWhenEnded(request);
        }
    }

    /// <summary>Waits as a caller does; when it gives up, so does the call.</summary>
    public async Task<object?> AwaitAsync(CallRequest request, TimeSpan timeout, CancellationToken token)
    {
        try
        {
            return await request.Completion.WaitAsync(timeout, Options.EngineTime, token).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!request.Completion.IsCompleted)
        {
            request.Abandon();
            Meters.TimedOut(request);
            throw;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            request.Abandon();
            throw;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _collector = CollectAsync();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (Options.SocketPath is not null)
        {
            _listener = SiloListener.Open(this, Options.SocketPath);
        }

        await Reminders.StartAsync(cancellationToken);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_draining)
        {
            return;
        }

        _draining = true;
        Reminders.Stop();
        _listener?.StopAccepting();
        await _stopping.CancelAsync();
        Leave();
        try
        {
            await _drained.Task.WaitAsync(cancellationToken);
            await Directory.CloseAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.NotDrained(Volatile.Read(ref _outside));
        }

        await _collector;
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>For a host that failed to start: nothing is waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        await StoppingAsync(new CancellationToken(canceled: true));
        _stopping.Dispose();
    }

    // A quarter of the limit keeps an idle grain at most a quarter too long; a timer takes no less than a millisecond.
    private TimeSpan CollectionPause => TimeSpan.FromMilliseconds(Math.Max(1, Options.IdleCollection.TotalMilliseconds / 4));

    private GrainClass ClassFor(Type type) =>
        _manifest.ClassFor(type) ?? throw new ArgumentException($"no grain class implements `{type.FullName}`");

    private void Enter()
    {
        Interlocked.Increment(ref _outside);
        if (_draining)
        {
            Leave();
            throw new SiloUnavailableException();
        }
    }

    private void LeaveWhenEnded(CallRequest request) =>
        _ = request.Completion.ContinueWith(
            _ => Leave(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void Leave()
    {
        if (Interlocked.Decrement(ref _outside) == 0)
        {
            _drained.TrySetResult();
        }
    }

    private async Task CollectAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(CollectionPause, Options.EngineTime);
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                Directory.CollectIdle(Options.IdleCollection);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
