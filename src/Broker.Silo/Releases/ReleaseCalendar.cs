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

    /// <summary>Whether the tier has a release of the vintage: always a final; a flash where its policy lists a table of one that is measured.</summary>
    public static bool HasTable(PolicyTier tier, MeasuredPeriod period) =>
        period.IsFinal || tier.Tables.Any(table => table is "country/flash" or "category/flash" or "admin1/flash");

    public static DateOnly IssueDate(MeasuredPeriod period, PolicyTier tier) => DateOnly.FromDateTime(IssueTime(period, tier).UtcDateTime);
}
