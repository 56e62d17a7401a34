namespace Broker.Tests.Journeys;

/// <summary>The real clock in the hands of someone whose minute is three seconds: waits and elapsed times pass twenty times as fast.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private const int Haste = 20;

    public override long TimestampFrequency => base.TimestampFrequency / Haste;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Haste : dueTime, period);
}
