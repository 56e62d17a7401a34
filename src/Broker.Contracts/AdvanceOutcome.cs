namespace Broker.Contracts;

/// <summary>The answer to a request to move the calendar on.</summary>
[GenerateSerializer, Immutable, Alias("broker.advance-outcome")]
public sealed record AdvanceOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] DateTimeOffset Now,
    [property: Id(2)] IReadOnlyList<string> Closed);
