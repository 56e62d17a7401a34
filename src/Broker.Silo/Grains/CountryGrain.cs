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
        if (!vault.IsUnsealed || measurements.Opened(Country) is not { } first || policies.Active(Country) is not { } policy)
        {
            return new ClosedReleases([]);
        }

        HashSet<int> measured = [.. measurements.Measured(Country).Select(row => row.Ordinal)];
        for (FourWeekBlock block = FourWeekCalendar.FromOrdinal(first); block.FinalCutOff <= calendar.Now; block = block.Next())
        {
            if (!measured.Contains(block.Ordinal))
            {
                // A policy past its review date permits nothing: its contributions wait, sealed, for the officers' next revision.
                if (policy.Policy.IsLapsed(DateOnly.FromDateTime(block.FinalCutOff.UtcDateTime)))
                {
                    break;
                }

                await MeasureOnce(policy, block);
            }
        }

        return await PublishMeasured();
    }

    public async Task<ClosedReleases> PublishMeasured()
    {
        var published = new List<string>();
        foreach ((int ordinal, bool isPublished) in measurements.Measured(Country))
        {
            if (!isPublished)
            {
                string name = $"{Country}/{FourWeekCalendar.FromOrdinal(ordinal).Id}/final";
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

        IReadOnlyList<(int Ordinal, bool Published)> measured = measurements.Measured(Country);
        FourWeekBlock next = FourWeekCalendar.FromOrdinal(measured.Count == 0 ? first : measured[^1].Ordinal + 1);
        return Task.FromResult(new CountryCalendar(
            Country,
            [.. measured.Where(row => row.Published).Select(row => Line(policy.Policy, FourWeekCalendar.FromOrdinal(row.Ordinal)))],
            next.Id.ToString(),
            DateOnly.FromDateTime(next.FinalCutOff.UtcDateTime)));
    }

    private static CalendarRelease Line(SharingPolicy policy, FourWeekBlock block) => new(
        block.Id.ToString(), block.Start, block.End, "final", ReleaseCalendar.IssueDate(block, policy.Tiers[0]));

    private Task MeasureOnce(CompiledPolicy policy, FourWeekBlock block)
    {
        VolumeClass volume = VolumeClassRule.After(measurements.Find(Country, block.Ordinal - 1)?.Table);
        return store.WriteAsync(connection =>
        {
            deposits.Drain(connection, Country, item => Take(connection, item));
            measurement.Run(connection, policy, block, volume);
        });
    }

    /// <summary>Takes one contribution: a late one stays sealed, every other enters its open period.</summary>
    private void Take(Microsoft.Data.Sqlite.SqliteConnection connection, StoredContribution contribution)
    {
        if (!MeasurementStore.IsMeasured(connection, Country, contribution.Ordinal)
            && contribution.Ordinal >= (connection.Number("SELECT opened FROM countries WHERE country = $1", Country) ?? long.MaxValue))
        {
            measurements.AddContribution(connection, Country, contribution);
        }
    }
}
