using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Silo.Releases;

/// <summary>Which periods of a country have begun and are not measured, each with its plan as it is known now.</summary>
/// <remarks>It knows the calendar and what was measured, and no record. What is deposited for a period that has not begun waits in the store.</remarks>
internal sealed class OpenPeriods(MeasurementStore measurements, MeasurementCalendar dates)
{
    public IReadOnlyList<DueMeasurement> Of(SharingPolicy policy, DateTimeOffset now)
    {
        if (measurements.Opened(policy.Country) is not { } first)
        {
            return [];
        }

        HashSet<MeasuredPeriod> measured = [.. measurements.Measured(policy.Country).Select(row => row.Period)];
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        var open = new List<DueMeasurement>();
        for (FourWeekBlock block = FourWeekCalendar.FromOrdinal(first); block.Start <= today; block = block.Next())
        {
            if (measured.Contains(MeasuredPeriod.Final(block)))
            {
                continue;
            }

            open.AddRange(PeriodsOf(block)
                .Where(period => period.Start <= today && !measured.Contains(period))
                .Select(period => (Period: period, Plan: dates.PlanOf(policy, period)))
                .Where(pair => pair.Plan is not null)
                .Select(pair => new DueMeasurement(pair.Period, pair.Plan!)));
        }

        return open;
    }

    private static IEnumerable<MeasuredPeriod> PeriodsOf(FourWeekBlock block) =>
    [
        MeasuredPeriod.Final(block),
        .. Enumerable.Range(0, IsoWeek.InBlock).Select(IsoWeek.Containing(block.Start).Next).Select(MeasuredPeriod.Flash),
    ];
}
