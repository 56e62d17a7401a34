namespace Broker.Silo.Grains;

/// <summary>The real time, which signatures of requests run on even while the calendar is simulated.</summary>
internal sealed class WallClock(TimeProvider time)
{
    /// <summary>The first whole second after the silo started: signatures carry whole seconds.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() + 1);

    public DateTimeOffset Now => time.GetUtcNow();
}
