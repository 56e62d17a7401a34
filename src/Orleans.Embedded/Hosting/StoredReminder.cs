using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>A reminder as it is stored.</summary>
/// <param name="Start">The time of the first tick, UTC.</param>
/// <param name="Version">The store's; ignored when it is written.</param>
public sealed record StoredReminder(GrainId Grain, string Name, DateTime Start, TimeSpan Period, string Version)
{
    /// <summary>The first tick that is not before <paramref name="moment"/>. Ticks that were missed are not made up for.</summary>
    internal DateTime NextFrom(DateTime moment)
    {
        if (moment <= Start)
        {
            return Start;
        }

        var since = (moment - Start).Ticks % Period.Ticks;
        return since == 0 ? moment : Later(moment, Period.Ticks - since);
    }

    /// <summary>The first tick after <paramref name="moment"/>.</summary>
    internal DateTime NextAfter(DateTime moment) => NextFrom(Later(moment, 1));

    /// <summary>The next tick, chosen when the clock may have been ahead: once that is set right, no more than a period goes by without one.</summary>
    internal DateTime Again(DateTime next, DateTime now) => next > Start && next - now > Period ? NextFrom(now) : next;

    private static DateTime Later(DateTime moment, long ticks) =>
        ticks < (DateTime.MaxValue - moment).Ticks ? moment.AddTicks(ticks) : DateTime.MaxValue;
}
