namespace Broker.Contracts;

/// <summary>A country's calendar and measurements; key <c>country/&lt;iso3&gt;</c>.</summary>
[Alias("broker.country")]
public interface ICountryGrain : IGrainWithStringKey
{
    /// <summary>The public calendar: what was measured and what comes next. It depends on no record.</summary>
    [Alias("calendar")]
    Task<CountryCalendar> Calendar();
}
