namespace Broker.Contracts;

/// <summary>A country's public calendar.</summary>
[GenerateSerializer, Immutable, Alias("broker.country-calendar")]
public sealed record CountryCalendar(
    [property: Id(0)] string Country,
    [property: Id(1)] IReadOnlyList<CalendarRelease> Measured,
    [property: Id(2)] string NextPeriod,
    [property: Id(3)] DateOnly NextCutOff);
