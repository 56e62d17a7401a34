namespace Broker.Contracts;

/// <summary>The answer to a step of a ceremony, and the vault's state after it.</summary>
[GenerateSerializer, Immutable, Alias("broker.vault-outcome")]
public sealed record VaultOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] VaultState State);
