namespace Broker.Contracts;

/// <summary>A country's public calendar.</summary>
/// <param name="Country">ISO 3166-1 alpha-3 code.</param>
/// <param name="Measured">What was measured, in the order of the cut-offs.</param>
/// <param name="NextPeriod">The block whose final comes next; empty when nothing is due in this country.</param>
/// <param name="NextCutOff">Its cut-off.</param>
/// <param name="NextFlash">The week whose flash comes next, as far as it is known; empty when none does.</param>
/// <param name="NextFlashCutOff">Its cut-off.</param>
[GenerateSerializer, Immutable, Alias("broker.country-calendar")]
public sealed record CountryCalendar(
    [property: Id(0)] string Country,
    [property: Id(1)] IReadOnlyList<CalendarRelease> Measured,
    [property: Id(2)] string NextPeriod,
    [property: Id(3)] DateOnly NextCutOff,
    [property: Id(4)] string NextFlash = "",
    [property: Id(5)] DateOnly NextFlashCutOff = default);
