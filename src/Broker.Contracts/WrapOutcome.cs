namespace Broker.Contracts;

/// <summary>Wrapped or opened bytes; empty when refused.</summary>
[GenerateSerializer, Immutable, Alias("broker.wrap-outcome")]
public sealed record WrapOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] byte[] Bytes);
