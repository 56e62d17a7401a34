namespace Broker.Contracts;

/// <summary>One release on the public calendar.</summary>
/// <param name="Period">Period id.</param>
/// <param name="Start">First day.</param>
/// <param name="End">Day after the last.</param>
/// <param name="Vintage"><c>flash</c> or <c>final</c>.</param>
/// <param name="PublicFrom">Day from which the most open tier is out; null when that tier has no release of the vintage.</param>
[GenerateSerializer, Immutable, Alias("broker.calendar-release")]
public sealed record CalendarRelease(
    [property: Id(0)] string Period,
    [property: Id(1)] DateOnly Start,
    [property: Id(2)] DateOnly End,
    [property: Id(3)] string Vintage,
    [property: Id(4)] DateOnly? PublicFrom);
