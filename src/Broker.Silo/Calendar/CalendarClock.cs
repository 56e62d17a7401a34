namespace Broker.Silo.Calendar;

/// <summary>The time that periods, embargoes and delays run on. Signatures of requests always use the wall clock instead.</summary>
internal sealed class CalendarClock(TimeProvider time)
{
    public bool IsSimulated => time is SimulatedClock;

    public DateTimeOffset Now => time.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>Moves a simulated clock on; false on a real one.</summary>
    public bool TryAdvanceTo(DateTimeOffset target)
    {
        if (time is not SimulatedClock simulated)
        {
            return false;
        }

        simulated.AdvanceTo(target);
        return true;
    }
}
