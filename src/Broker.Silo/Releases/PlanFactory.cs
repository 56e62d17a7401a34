using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;

namespace Broker.Silo.Releases;

/// <summary>The plans of the countries that this broker knows; what makes them out of a policy is <see cref="PolicyPlan"/>.</summary>
internal static class PlanFactory
{
    public static MeasurementPlan Create(SharingPolicy policy, MeasuredPeriod period, VolumeClass volume, PlanKind kind, CountryReference reference) =>
        PolicyPlan.Of(policy, period.Id, period.Vintage, volume, reference.Areas(policy.Country), kind);

    /// <summary>Why no release could ever be made under the policy, in one line; null when one can.</summary>
    public static string? Fault(SharingPolicy policy, CountryReference reference)
    {
        foreach (VolumeClass volume in Enum.GetValues<VolumeClass>())
        {
            try
            {
                MeasurementPlan plan = Create(policy, MeasuredPeriod.Final(FourWeekCalendar.FromOrdinal(0)), volume, PlanKind.Default, reference);
                if (plan.RhoPerSource > plan.YearlyRho)
                {
                    return $"yearly-rho is less than one four-week final costs a source ({plan.RhoPerSource}): nobody would ever be counted";
                }
            }
            catch (ArgumentException fault)
            {
                // The plan's own words: they name limits of the public plan and nothing else.
                return fault.Message;
            }
        }

        return null;
    }
}
