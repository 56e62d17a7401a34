using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Silo.Releases;

/// <summary>When a tier's release of a block is out: on the calendar, whatever the records.</summary>
internal static class ReleaseCalendar
{
    public static DateTimeOffset IssueTime(FourWeekBlock block, PolicyTier tier) => block.FinalCutOff + tier.Delay;

    public static DateOnly IssueDate(FourWeekBlock block, PolicyTier tier) => DateOnly.FromDateTime(IssueTime(block, tier).UtcDateTime);
}
