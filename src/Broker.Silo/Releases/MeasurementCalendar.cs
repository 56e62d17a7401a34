using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;

namespace Broker.Silo.Releases;

/// <summary>What of a country is due to be measured, one period after the other in the order of their cut-offs, and by which plan.</summary>
/// <remarks>
/// It knows the calendar, the policy, emergency plans and what was measured before, and no record. Reference:
/// docs/specs/disclosure-control.md, "The calendar".
/// </remarks>
internal sealed class MeasurementCalendar(MeasurementStore measurements, EmergencyStore emergencies, CountryReference reference)
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
            // A week whose block has its final is over: what it counted is gone.
            if (!measured.Contains(period) && !measured.Contains(MeasuredPeriod.Final(period.Block)) && PlanOf(policy, period) is { } plan)
            {
                // A policy past its review date permits nothing: its contributions wait, sealed, for the officers' next revision.
                return policy.IsLapsed(DateOnly.FromDateTime(period.CutOff.UtcDateTime)) ? null : new DueMeasurement(period, plan);
            }
        }

        return null;
    }

    /// <summary>The week after <paramref name="now"/> that gets a flash next, of the weeks whose class is known by now; null when none does.</summary>
    public MeasuredPeriod? NextFlash(SharingPolicy policy, DateTimeOffset now)
    {
        if (measurements.Opened(policy.Country) is not { } first)
        {
            return null;
        }

        IsoWeek week = IsoWeek.Containing(DateOnly.FromDateTime(now.UtcDateTime));
        FourWeekBlock block = week.Block;
        return Enumerable.Range(0, IsoWeek.InBlock)
            .Select(weeks => week.Next(weeks))
            .Where(candidate => candidate.Block == block && block.Ordinal >= first)
            .Select(candidate => (MeasuredPeriod?)MeasuredPeriod.Flash(candidate))
            .FirstOrDefault(candidate => PlanOf(policy, candidate!.Value) is not null);
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

    /// <summary>The plan of a period as it is known now; null for a week that has no flash: its class has none, or no tier sees one.</summary>
    public MeasurementPlan? PlanOf(SharingPolicy policy, MeasuredPeriod period)
    {
        VolumeClass volume = VolumeClassRule.After(measurements.Find(policy.Country, MeasuredPeriod.Final(VolumeClassRule.DecidingBlock(period)))?.Table);
        bool isEmergency = !period.IsFinal && emergencies.Covers(policy.Country, period, policy.Revision);
        if (!period.IsFinal && !isEmergency && volume == VolumeClass.Small)
        {
            return null;
        }

        MeasurementPlan plan = PlanFactory.Create(policy, period, volume, isEmergency ? PlanKind.Emergency : PlanKind.Default, reference);
        return period.IsFinal || Enumerable.Range(0, plan.Tiers.Count).Any(plan.IsSeenBy) ? plan : null;
    }

    /// <summary>Every period whose cut-off has passed, by cut-off; a final before a flash of the same hour, whose areas it judges.</summary>
    private static IEnumerable<MeasuredPeriod> InOrder(FourWeekBlock first, DateTimeOffset now)
    {
        for (IsoWeek week = IsoWeek.Containing(first.Start); week.FlashCutOff <= now; week = week.Next())
        {
            MeasuredPeriod final = MeasuredPeriod.Final(FourWeekCalendar.Containing(week.End.AddDays(-FourWeekBlock.FinalDays - 1)));
            if (final.CutOff == week.FlashCutOff && final.Ordinal >= first.Ordinal)
            {
                yield return final;
            }

            yield return MeasuredPeriod.Flash(week);
        }
    }
}
