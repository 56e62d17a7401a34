using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>
/// A grain in memory: its queue and the pump that runs one work item after another on the activation's scheduler. When it ends, its
/// remaining calls move to a new activation in order.
/// </summary>
internal sealed class Activation(EmbeddedSilo silo, GrainConstructor constructor, GrainId id) : IGrainContext
{
    private readonly ActivationScheduler _scheduler = new();
    private readonly GrainLife _life = new(silo, constructor, id);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guards all mutable fields below.
    private readonly Lock _lock = new();
    private readonly Queue<WorkItem> _queue = new();
    private readonly HashSet<GrainTimer> _timers = [];
    private DeactivationReason? _deactivation;
    private bool _pumping;
    private bool _dead;
    private long _lastUse = silo.Options.EngineTime.GetTimestamp();

    public EmbeddedSilo Silo => silo;

    public GrainId GrainId => id;

    public object? GrainInstance => _life.Instance;

    public IServiceProvider ActivationServices => _life.Services;

    /// <summary>How many items wait now.</summary>
    public int Queued
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Completes when the activation is gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>A new activation with these calls in its queue; it does not run before <see cref="Start"/> or another call.</summary>
    public Activation Successor(List<WorkItem> waiting)
    {
        var successor = new Activation(silo, constructor, id);
        waiting.ForEach(successor._queue.Enqueue);
        return successor;
    }

    public void Start()
    {
        lock (_lock)
        {
            StartPump();
        }
    }

    /// <summary>False when it has ended: the caller then looks for the one that replaced it.</summary>
    public bool TryEnqueue(WorkItem item)
    {
        lock (_lock)
        {
            if (_dead)
            {
                return false;
            }

            if (item.OutlivesActivation && _queue.Count >= silo.Options.MaxQueued)
            {
                throw new LimitExceededException(LimitExceededException.QueueLength);
            }

            _queue.Enqueue(item);
            Touch(item);
            StartPump();
            return true;
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_dead)
            {
                return;
            }

            _deactivation ??= deactivationReason;
            StartPump();
        }
    }

    public void DeactivateIfIdle(TimeSpan limit)
    {
        lock (_lock)
        {
            if (_pumping || _dead || silo.Options.EngineTime.GetElapsedTime(_lastUse) < limit)
            {
                return;
            }

            _deactivation = new DeactivationReason(DeactivationReasonCode.ActivationIdle, "idle");
            StartPump();
        }
    }

    public GrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_dead, this);
            var timer = new GrainTimer(this, callback, options);
            _timers.Add(timer);
            return timer;
        }
    }

    public void Forget(GrainTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    public void Tick(GrainTimer timer, bool interleave)
    {
        if (!interleave)
        {
            TryEnqueue(timer);
            return;
        }

        lock (_lock)
        {
            if (_dead)
            {
                return;
            }

            Touch(timer);
            OnScheduler(() => timer.RunAsync(this));
        }
    }

    private void Touch(WorkItem item)
    {
        if (item.CountsAsUse)
        {
            _lastUse = silo.Options.EngineTime.GetTimestamp();
        }
    }

    private void StartPump()
    {
        if (!_pumping)
        {
            _pumping = true;
            OnScheduler(PumpAsync);
        }
    }

    private void OnScheduler(Func<Task> work)
    {
        // Without the caller's execution context: its ambient values must not leak into the grain.
        using var _ = Flow.Suppress();
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
    }

    private async Task PumpAsync()
    {
        if (_life.Instance is null && !await TryActivateAsync())
        {
            return;
        }

        while (true)
        {
            switch (Next(out var item, out var reason))
            {
                case PumpStep.Run:
                    await item.RunAsync(this);
                    break;
                case PumpStep.End:
                    await EndAsync(reason);
                    return;
                default:
                    return;
            }
        }
    }

    // INVARIANT: what the pump does next is decided in one step, so that no item is left without a pump and only one pump ends the activation.
    private PumpStep Next(out WorkItem item, out DeactivationReason reason)
    {
        lock (_lock)
        {
            item = null!;
            reason = _deactivation ?? default;
            if (_deactivation is not null)
            {
                return PumpStep.End;
            }

            if (_queue.TryDequeue(out item!))
            {
                return PumpStep.Run;
            }

            _pumping = false;
            return PumpStep.Stop;
        }
    }

    private enum PumpStep
    {
        Run,
        Stop,
        End,
    }

    private async Task<bool> TryActivateAsync()
    {
        try
        {
            SetFrameOfFirst();
            RequestContext.Clear();
            await _life.ActivateAsync(this);
            return true;
        }
        catch (Exception failure)
        {
            silo.Log.ActivationFailed(id.Type, failure);
            await ReleaseAsync();
            var waiting = Bury(replace: false);
            var crossing = Calls.GrainFaults.Crossing(failure, silo.Options.MaxFrameBytes);
            waiting.ForEach(item => item.Fail(crossing));
            return false;
        }
    }

    // A grain that activates makes its calls on behalf of the first request, so that a cycle through them is seen.
    private void SetFrameOfFirst()
    {
        lock (_lock)
        {
            if (_queue.TryPeek(out var first))
            {
                CallFrame.Current = new CallFrame(id, first, first.Caller);
            }
        }
    }

    private async Task EndAsync(DeactivationReason reason)
    {
        CallFrame.Current = new CallFrame(id, new EndOfActivation(), null);
        RequestContext.Clear();
        await _life.DeactivateAsync(reason);
        await ReleaseAsync();
        Bury(replace: true);
    }

    private Task ReleaseAsync()
    {
        GrainTimer[] timers;
        lock (_lock)
        {
            timers = [.. _timers];
        }

        Array.ForEach(timers, timer => timer.Dispose());
        return _life.ReleaseAsync();
    }

    /// <summary>Takes itself out of the directory and gives its waiting calls to a successor, or returns them.</summary>
    private List<WorkItem> Bury(bool replace)
    {
        List<WorkItem> waiting;
        lock (_lock)
        {
            waiting = [.. _queue.Where(item => item.OutlivesActivation)];
            _queue.Clear();
            // INVARIANT: the successor has the waiting calls before anybody can see that this activation is dead.
            silo.Directory.Replace(this, replace ? waiting : []);
            _dead = true;
        }

        _ended.TrySetResult();
        return waiting;
    }

    private sealed class EndOfActivation : WorkItem
    {
        public override bool OutlivesActivation => false;

        public override bool CountsAsUse => false;

        public override void Fail(Exception failure)
        {
        }

        protected override Task RunCoreAsync(Activation activation) => Task.CompletedTask;
    }
}
