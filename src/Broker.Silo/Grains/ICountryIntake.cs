namespace Broker.Silo.Grains;

/// <summary>The inside of a country; key <c>country/&lt;iso3&gt;</c>.</summary>
[Alias("broker.country-intake"), InternalGrain]
internal interface ICountryIntake : IGrainWithStringKey
{
    /// <summary>Takes what an earlier version left in the outbox, and brings the cells of open periods up to what is stored.</summary>
    [Alias("pull")]
    Task Pull();

    /// <summary>Publishes what was measured but not published; the names of those releases.</summary>
    [Alias("publish-measured")]
    Task<ClosedReleases> PublishMeasured();

    /// <summary>Measures every period whose cut-off has passed, and publishes what is not yet published; the names of those releases.</summary>
    [Alias("close-due")]
    Task<ClosedReleases> CloseDue();
}
