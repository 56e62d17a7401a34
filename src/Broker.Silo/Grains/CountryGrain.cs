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
    IStore store,
    PeriodIntake intake,
    MeasurementStore measurements,
    PeriodMeasurement measurement,
    MeasurementCalendar dates,
    OpenPeriods open,
    LiveCells live,
    PolicyStore policies,
    VaultService vault,
    CalendarClock calendar,
    IGrainFactory grains)
    : Grain, ICountryGrain, ICountryIntake
{
    private const string KeyPrefix = "country/";

    private string Country => this.GetPrimaryKeyString()[KeyPrefix.Length..];

    private CountryCells Cells => live.Of(Country);

    public async Task Pull()
    {
        if (intake.LastWaiting(Country) is { } last)
        {
            while (await ElseForget(intake.Drain(Country, last)))
            {
                // The next of what waited when this began.
            }
        }

        Cells.Follow();
    }

    public async Task<ClosedReleases> CloseDue()
    {
        if (!vault.IsUnsealed || policies.Active(Country) is not { } policy)
        {
            return new ClosedReleases([]);
        }

        // Midnight may have passed since the roots were logged: a day that a deposit can still be dated to closes no period. Read before what waits is taken,
        // which may last over midnight, and over the next logging of roots: all that is dated to a day that is closed here waits by now, or was taken.
        DateTimeOffset? until = store.Read(connection => DailyRoots.ClosedUntil(connection, calendar.Now));
        await Pull();
        while (until is { } closed && dates.NextDue(policy.Policy, closed) is { } due)
        {
            await ElseForget(store.WriteAsync(connection => Measure(connection, policy.Policy, due)));
            Cells.Close(due.Period);
        }

        ClosedReleases published = await PublishMeasured();
        await Cells.Prepare(policy.Policy, open.Of(policy.Policy, calendar.Now));
        return published;
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
        MeasuredPeriod? flash = NextFlash(policy.Policy);
        return Task.FromResult(new CountryCalendar(
            Country,
            [.. measured.Where(row => row.Published).Select(row => Line(policy.Policy, row.Period))],
            next.Id,
            DateOnly.FromDateTime(next.CutOff.UtcDateTime),
            flash?.Id ?? "",
            flash is { } week ? DateOnly.FromDateTime(week.CutOff.UtcDateTime) : default));
    }

    /// <summary>Null also while the vault is sealed: the class of the weeks is worked out of a sealed table.</summary>
    private MeasuredPeriod? NextFlash(SharingPolicy policy)
    {
        try
        {
            return vault.IsUnsealed ? dates.NextFlash(policy, calendar.Now) : null;
        }
        catch (VaultSealedException)
        {
            return null;
        }
    }

    private static CalendarRelease Line(SharingPolicy policy, MeasuredPeriod period) => new(
        period.Id, period.Start, period.End, period.Slug, ReleaseCalendar.HasTable(policy.Tiers[0], period) ? ReleaseCalendar.IssueDate(period, policy.Tiers[0]) : null);

    private bool Measure(StoreConnection connection, SharingPolicy policy, DueMeasurement due)
    {
        measurement.Run(connection, policy, due, Cells);
        return true;
    }

    /// <summary>Throws every book away when the write failed: what they hold may not be what the store holds.</summary>
    private async Task<T> ElseForget<T>(Task<T> write)
    {
        bool done = false;
        try
        {
            T result = await write;
            done = true;
            return result;
        }
        finally
        {
            if (!done)
            {
                Cells.Forget();
            }
        }
    }
}
