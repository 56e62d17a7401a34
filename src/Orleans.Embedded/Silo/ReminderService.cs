using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Orleans.Calls;
using Orleans.Guards;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>The reminders of the silo: stored first, then scheduled. All are read when the host's services have started.</summary>
[SuppressMessage("Design", "CA1001", Justification = "a semaphore without a wait handle holds nothing to release")]
internal sealed class ReminderService(EmbeddedSilo silo, IReminderStore? store)
{
    private static readonly GrainMethod Receive = GrainInterface.Remindable.Find(nameof(IRemindable.ReceiveReminder))!;

    // What Orleans' relational table has room for.
    internal const int MaxNameChars = 150;

    // Store and schedule change together: nobody sees the one without the other.
    private readonly SemaphoreSlim _changes = new(1, 1);

    // Guards the two fields below it.
    private readonly Lock _lock = new();
    private readonly Dictionary<(GrainId Grain, string Name), ScheduledReminder> _scheduled = [];
    private bool _running;

    private IReminderStore Store => store ?? throw new InvalidOperationException("no reminder store is registered");

    private TimeProvider Time => silo.Options.EngineTime;

    public async Task StartAsync(CancellationToken token)
    {
        if (store is null)
        {
            return;
        }

        await _changes.WaitAsync(token);
        try
        {
            lock (_lock)
            {
                _running = true;
            }

            foreach (var stored in await store.ReadAllAsync(token))
            {
                Schedule(stored, stored.NextFrom(Time.GetUtcNow().UtcDateTime));
            }
        }
        finally
        {
            _changes.Release();
        }
    }

    public void Stop()
    {
        lock (_lock)
        {
            _running = false;
            foreach (var reminder in _scheduled.Values)
            {
                reminder.Dispose();
            }

            _scheduled.Clear();
        }
    }

    /// <summary>Delivers a tick and waits for its end. Never throws: a tick that fails is followed by the next one.</summary>
    public async Task TickAsync(GrainClass grainClass, StoredReminder reminder, TickStatus status)
    {
        try
        {
            var call = new CallRequest(
                grainClass.GrainType, Receive, [reminder.Name, status], caller: null, ImmutableDictionary<string, object>.Empty, trace: default);
            silo.Enqueue(grainClass, reminder.Grain.Key.Value, call);
            await silo.AwaitAsync(call, silo.Options.ResponseTimeout, CancellationToken.None).ConfigureAwait(false);
            silo.Meters.Ticked(grainClass.GrainType);
        }
        catch (Exception failure)
        {
            silo.Log.ReminderFailed(grainClass.GrainType, failure);
        }
    }

    public Task<IGrainReminder> RegisterAsync(GrainId grain, string name, TimeSpan due, TimeSpan period)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        if (due < TimeSpan.Zero || due > DateTime.MaxValue - now)
        {
            throw new ArgumentOutOfRangeException(nameof(due), "negative, infinite or beyond the calendar");
        }

        if (period < silo.Options.MinimumReminderPeriod)
        {
            throw new ArgumentException("shorter than the shortest allowed", nameof(period));
        }

        if (name.Length > MaxNameChars || grain.ToString().Length > MaxNameChars)
        {
            throw new ArgumentException("the reminder's or the grain's name is longer than 150 characters", nameof(name));
        }

        return ChangeAsync<IGrainReminder>(async () =>
        {
            var wanted = new StoredReminder(grain, name, now + due, period, "");
            var stored = wanted with { Version = await Store.WriteAsync(wanted).ConfigureAwait(false) };

            // Its first tick, although that may be in the past by now: due at once means now.
            Schedule(stored, stored.Start);
            return new GrainReminder(stored);
        });
    }

    public Task UnregisterAsync(GrainId grain, IGrainReminder reminder)
    {
        if (reminder is not GrainReminder own || own.Grain != grain)
        {
            throw new ArgumentException("not a reminder of this grain", nameof(reminder));
        }

        return ChangeAsync(async () =>
        {
            var removed = await Store.RemoveAsync(grain, own.ReminderName, own.Version).ConfigureAwait(false);
            if (!removed && await Store.ReadAsync(grain, own.ReminderName).ConfigureAwait(false) is not null)
            {
                throw new ReminderException();
            }

            Forget(grain, own.ReminderName);
            return removed;
        });
    }

    public async Task<IGrainReminder?> GetAsync(GrainId grain, string name) =>
        await Store.ReadAsync(grain, name) is { } stored ? new GrainReminder(stored) : null;

    public async Task<List<IGrainReminder>> GetAllAsync(GrainId grain) =>
        [.. (await Store.ReadAsync(grain)).Select(stored => new GrainReminder(stored))];

    private async Task<T> ChangeAsync<T>(Func<Task<T>> change)
    {
        await _changes.WaitAsync().ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        finally
        {
            _changes.Release();
        }
    }

    private void Schedule(StoredReminder stored, DateTime next)
    {
        if (silo.ClassFor(stored.Grain.Type) is not { } grainClass || !grainClass.Type.IsAssignableTo(typeof(IRemindable)))
        {
            // A later version of the product may have the class again, so the row stays.
            silo.Log.ReminderWithoutGrain(stored.Grain.Type.Value);
            return;
        }

        lock (_lock)
        {
            // Before the start nothing is scheduled; the start reads what was stored meanwhile.
            if (_running)
            {
                Forget(stored.Grain, stored.Name);
                _scheduled.Add((stored.Grain, stored.Name), new ScheduledReminder(silo, grainClass, stored, next));
            }
        }
    }

    private void Forget(GrainId grain, string name)
    {
        lock (_lock)
        {
            if (_scheduled.Remove((grain, name), out var reminder))
            {
                reminder.Dispose();
            }
        }
    }
}
