using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>A country: takes contributions into open periods and measures each period once, on the calendar.</summary>
[GrainType("country")]
internal sealed class CountryGrain(
    SqliteStore store,
    DepositStore deposits,
    MeasurementStore measurements,
    PeriodMeasurement measurement,
    MeasurementCalendar dates,
    PolicyStore policies,
    VaultService vault,
    CalendarClock calendar,
    IGrainFactory grains)
    : Grain, ICountryGrain, ICountryIntake
{
    private const string KeyPrefix = "country/";

    private string Country => this.GetPrimaryKeyString()[KeyPrefix.Length..];

    public Task Pull() => store.WriteAsync(connection => deposits.Drain(connection, Country, item => Take(connection, item)));

    public async Task<ClosedReleases> CloseDue()
    {
        if (!vault.IsUnsealed || policies.Active(Country) is not { } policy)
        {
            return new ClosedReleases([]);
        }

        while (dates.NextDue(policy.Policy, calendar.Now) is { } due)
        {
            await MeasureOnce(policy, due);
        }

        return await PublishMeasured();
    }

    public async Task<ClosedReleases> PublishMeasured()
    {
        var published = new List<string>();
        foreach ((MeasuredPeriod period, bool isPublished) in measurements.Measured(Country))
        {
            if (!isPublished)
            {
                string name = $"{Country}/{period}";
                await grains.GetGrain<IReleasePublisher>($"release/{name}").Publish();
                published.Add(name);
            }
        }

        return new ClosedReleases(published);
    }

    public Task<CountryCalendar> Calendar()
    {
        if (measurements.Opened(Country) is not { } first || policies.Active(Country) is not { } policy)
        {
            return Task.FromResult(new CountryCalendar(Country, [], "", default));
        }

        IReadOnlyList<(MeasuredPeriod Period, bool Published)> measured = measurements.Measured(Country);

        // Finals are measured in order and none is left out.
        MeasuredPeriod next = MeasuredPeriod.Final(FourWeekCalendar.FromOrdinal(first)).Next(measured.Count(row => row.Period.IsFinal));
        return Task.FromResult(new CountryCalendar(
            Country,
            [.. measured.Where(row => row.Published).Select(row => Line(policy.Policy, row.Period))],
            next.Id,
            DateOnly.FromDateTime(next.CutOff.UtcDateTime)));
    }

    private static CalendarRelease Line(SharingPolicy policy, MeasuredPeriod period) => new(
        period.Id, period.Start, period.End, period.Slug, ReleaseCalendar.IssueDate(period, policy.Tiers[0]));

    private Task MeasureOnce(CompiledPolicy policy, DueMeasurement due) => store.WriteAsync(connection =>
    {
        deposits.Drain(connection, Country, item => Take(connection, item));
        measurement.Run(connection, policy, due);
    });

    /// <summary>Takes one contribution: a late one stays sealed, every other enters its open period.</summary>
    private void Take(Microsoft.Data.Sqlite.SqliteConnection connection, StoredContribution contribution)
    {
        if (!MeasurementStore.IsMeasured(connection, Country, MeasuredPeriod.Final(FourWeekCalendar.FromOrdinal(contribution.Ordinal)))
            && contribution.Ordinal >= (connection.Number("SELECT opened FROM countries WHERE country = $1", Country) ?? long.MaxValue))
        {
            measurements.AddContribution(connection, Country, contribution);
        }
    }
}
