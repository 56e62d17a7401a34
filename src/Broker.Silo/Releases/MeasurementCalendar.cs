using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;

namespace Broker.Silo.Releases;

/// <summary>What of a country is due to be measured, one period after the other in the order of their cut-offs, and by which plan.</summary>
/// <remarks>It knows the calendar, the policy and what was measured before, and no record.</remarks>
internal sealed class MeasurementCalendar(MeasurementStore measurements, CountryReference reference)
{
    /// <summary>The first period that is due; null when none is, or when it has to wait for a policy that is in force at its cut-off.</summary>
    public DueMeasurement? NextDue(SharingPolicy policy, DateTimeOffset now)
    {
        if (measurements.Opened(policy.Country) is not { } first)
        {
            return null;
        }

        HashSet<MeasuredPeriod> measured = [.. measurements.Measured(policy.Country).Select(row => row.Period)];
        foreach (MeasuredPeriod period in InOrder(FourWeekCalendar.FromOrdinal(first), now))
        {
            if (!measured.Contains(period) && PlanOf(policy, period) is { } plan)
            {
                // A policy past its review date permits nothing: its contributions wait, sealed, for the officers' next revision.
                return policy.IsLapsed(DateOnly.FromDateTime(period.CutOff.UtcDateTime)) ? null : new DueMeasurement(period, plan);
            }
        }

        return null;
    }

    /// <summary>The period of the same vintage whose release comes next, as the calendar plans it; null when none is planned.</summary>
    public MeasuredPeriod? After(SharingPolicy policy, MeasuredPeriod period)
    {
        MeasuredPeriod next = period.Next();
        return next.IsFinal || PlanOf(policy, next) is not null ? next : null;
    }

    /// <summary>The last final that was measured when a week's flash is: it comes first where both are due at one hour.</summary>
    public static MeasuredPeriod LastFinalBy(MeasuredPeriod flash)
    {
        MeasuredPeriod before = MeasuredPeriod.Final(flash.Block).Next(-1);
        return before.CutOff <= flash.CutOff ? before : before.Next(-1);
    }

    /// <summary>The plan of a period as it is known now; null when none is planned.</summary>
    public MeasurementPlan? PlanOf(SharingPolicy policy, MeasuredPeriod period) =>
        PlanFactory.Create(policy, period, VolumeClassRule.After(measurements.Find(policy.Country, period.Next(-1))?.Table), reference);

    /// <summary>Every period whose cut-off has passed, by cut-off.</summary>
    private static IEnumerable<MeasuredPeriod> InOrder(FourWeekBlock first, DateTimeOffset now)
    {
        for (FourWeekBlock block = first; block.FinalCutOff <= now; block = block.Next())
        {
            yield return MeasuredPeriod.Final(block);
        }
    }
}
