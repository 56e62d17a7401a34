namespace Broker.Contracts;

/// <summary>The shares that were issued last.</summary>
[GenerateSerializer, Immutable, Alias("broker.issued-outcome")]
public sealed record IssuedOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] IReadOnlyList<IssuedShare> Shares);
