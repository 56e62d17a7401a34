namespace Broker.Contracts;

/// <summary>The answer to a batch.</summary>
[GenerateSerializer, Immutable, Alias("broker.deposit-outcome")]
public sealed record DepositOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] IReadOnlyList<DepositLine> Lines);
