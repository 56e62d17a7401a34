namespace Broker.Contracts;

/// <summary>The answer to a demand for openings.</summary>
[GenerateSerializer, Immutable, Alias("broker.openings-outcome")]
public sealed record OpeningsOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] IReadOnlyList<Opening> Openings);
