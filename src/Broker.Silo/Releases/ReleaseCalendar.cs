using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Silo.Releases;

/// <summary>When a tier's release of a period is out: on the calendar, whatever the records.</summary>
internal static class ReleaseCalendar
{
    /// <summary>The cut-off and the tier's delay, and never before the vintage's embargo is over.</summary>
    public static DateTimeOffset IssueTime(MeasuredPeriod period, PolicyTier tier)
    {
        DateTimeOffset delayed = period.CutOff + tier.Delay;
        return delayed > period.EarliestIssue ? delayed : period.EarliestIssue;
    }

    public static DateOnly IssueDate(MeasuredPeriod period, PolicyTier tier) => DateOnly.FromDateTime(IssueTime(period, tier).UtcDateTime);
}
