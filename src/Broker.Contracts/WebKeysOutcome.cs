namespace Broker.Contracts;

/// <summary>The stored elements of the gateway's key ring.</summary>
[GenerateSerializer, Immutable, Alias("broker.web-keys-outcome")]
public sealed record WebKeysOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] IReadOnlyList<byte[]> Elements);
