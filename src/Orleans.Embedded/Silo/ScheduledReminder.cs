using Orleans.Guards;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>A stored reminder with the clock of its next tick.</summary>
internal sealed class ScheduledReminder : IDisposable
{
    // The system's clock may be set while a reminder waits: it is looked at again at least this often.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    // A timer's grain; it may fire that much before the tick.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly EmbeddedSilo _silo;
    private readonly GrainClass _grainClass;
    private readonly StoredReminder _stored;
    private readonly ITimer _clock;

    // Written before the clock is armed and in its callback, of which one runs at a time.
    private DateTime _next;
    private volatile bool _disposed;

    public ScheduledReminder(EmbeddedSilo silo, GrainClass grainClass, StoredReminder stored, DateTime next)
    {
        _silo = silo;
        _grainClass = grainClass;
        _stored = stored;
        _next = next;
        using (Flow.Suppress())
        {
            _clock = silo.Options.EngineTime.CreateTimer(
                static reminder => ((ScheduledReminder)reminder!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Arm();
    }

    private DateTime Now => _silo.Options.EngineTime.GetUtcNow().UtcDateTime;

    public void Dispose()
    {
        _disposed = true;
        _clock.Dispose();
    }

    private void Arm()
    {
        var wait = _next - Now;
        if (!_disposed)
        {
            _clock.Change(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Due()
    {
        var now = Now;
        if (now < _next)
        {
            _next = _stored.Again(_next, now);
            Arm();
        }
        else if (!_disposed)
        {
            _ = TickAsync();
        }
    }

    private async Task TickAsync()
    {
        await _silo.Reminders.TickAsync(_grainClass, _stored, new TickStatus(_stored.Start, _stored.Period, Now));

        // A tick that took longer than the period leaves out those that it covered, as one does that the silo was not there for.
        var moment = Now;
        _next = _stored.NextAfter(moment > _next ? moment : _next);
        Arm();
    }
}
