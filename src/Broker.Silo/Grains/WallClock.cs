using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Silo.Grains;

/// <summary>The real time, which signatures of requests run on even while the calendar is simulated.</summary>
internal sealed class WallClock(TimeProvider time, IStore store)
{
    /// <summary>
    /// From when on signatures count: the first whole second after the silo started, because signatures carry whole seconds. A store that was restored does not
    /// know the nonces of what its broker took after the backup, by clocks ahead of ours: those signatures are over before any counts.
    /// </summary>
    public DateTimeOffset StartedAt { get; } = Later(
        DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() + 1), store.Read(RestoredStore.Read)?.At + RequestSignature.ClockAllowance + TimeSpan.FromSeconds(1));

    public DateTimeOffset Now => time.GetUtcNow();

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
