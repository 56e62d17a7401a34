namespace Broker.Silo.Calendar;

/// <summary>A calendar clock that stands still until an operator moves it on; never backwards.</summary>
/// <remarks>For demonstrations and tests only: the options refuse it outside of development.</remarks>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private long ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    /// <summary>Moves the clock on to the given time; an earlier time changes nothing.</summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        long target = time.UtcTicks;
        long seen = Interlocked.Read(ref ticks);
        while (target > seen)
        {
            long before = Interlocked.CompareExchange(ref ticks, target, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
