namespace Broker.Tests.Silo;

/// <summary>A wall clock that tests move.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    /// <summary>How many times sooner a wait is over than it says.</summary>
    public int Haste { get; set; } = 1;

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Haste : dueTime, period);

    public void Advance(TimeSpan step) => now += step;
}
