using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>A grain's timer: each tick is queued as work; the next one is armed when it has ended.</summary>
internal sealed class GrainTimer : WorkItem, IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposal = new();
    private readonly ITimer _clock;

    // Guards period, ticking and the change asked for during a tick.
    private readonly Lock _lock = new();
    private TimeSpan _period;
    private TimeSpan? _dueAfterTick;
    private bool _ticking;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        _period = options.Period;
        using (Flow.Suppress())
        {
            _clock = activation.Silo.Options.EngineTime.CreateTimer(
                static timer => ((GrainTimer)timer!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _clock.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public override bool OutlivesActivation => false;

    public override bool CountsAsUse => _options.KeepAlive;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _period = period;
            if (_ticking)
            {
                _dueAfterTick = dueTime;
                return;
            }
        }

        _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _clock.Dispose();
        if (!_disposal.IsCancellationRequested)
        {
            _ = _disposal.CancelAsync();
        }

        _activation.Forget(this);
    }

    public override void Fail(Exception failure) => Dispose();

    protected override async Task RunCoreAsync(Activation activation)
    {
        if (_disposal.IsCancellationRequested)
        {
            return;
        }

        RequestContext.Clear();
        try
        {
            await _callback(_disposal.Token);
        }
        catch (Exception failure)
        {
            activation.Silo.Log.TickFailed(activation.GrainId.Type, failure);
        }

        Rearm();
    }

    private void Due()
    {
        lock (_lock)
        {
            if (_ticking || _disposal.IsCancellationRequested)
            {
                return;
            }

            _ticking = true;
        }

        _activation.Tick(this, _options.Interleave);
    }

    private void Rearm()
    {
        TimeSpan due;
        lock (_lock)
        {
            due = _dueAfterTick ?? _period;
            _dueAfterTick = null;
            _ticking = false;
        }

        if (!_disposal.IsCancellationRequested)
        {
            _clock.Change(due, Timeout.InfiniteTimeSpan);
        }
    }
}
