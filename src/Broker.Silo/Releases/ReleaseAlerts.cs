using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Silo.Releases;

/// <summary>The alerts of a final, and its scan, for a tier whose policy asks for them: functions of that tier's noisy tables only.</summary>
internal static class ReleaseAlerts
{
    /// <summary>What the tier is told of change; null where its policy asks for nothing or the final cannot be judged.</summary>
    /// <param name="tier">The tier's policy.</param>
    /// <param name="tierIndex">Its index in policy and plan.</param>
    /// <param name="now">The final.</param>
    /// <param name="earlier">The finals before, the newest first; null where one cannot be compared.</param>
    /// <param name="map">Which areas are near which.</param>
    public static BriefingAlerts? Of(PolicyTier tier, int tierIndex, MeasuredTable now, IReadOnlyList<MeasuredTable?> earlier, CountryMap map)
    {
        AlertKind[] kinds = [.. AlertCodes.All.Where(kind => tier.Alerts.Contains(AlertCodes.Code(kind)))];
        if (kinds.Length == 0 || !AlertRule.Judges(now.Plan))
        {
            return null;
        }

        MeasuredTable?[] three = [.. earlier.Take(AlertRule.FinalsBefore)];
        return new BriefingAlerts
        {
            Kinds = kinds,
            FinalsBefore = three.Count(final => final is not null),
            Raised = [.. AlertRule.Judge(now, three, tierIndex).Where(alert => kinds.Contains(alert.Kind))],

            // A pattern is a rise, so who is told of no rise is told of no pattern.
            Scan = kinds.Contains(AlertKind.Rise) && now.Plan.Tiers[tierIndex].Groups.Contains(CellGroup.Area)
                ? SpaceTimeScan.Run(now, earlier, tierIndex, map.Neighbours(now.Plan.Areas))
                : null,
        };
    }
}
