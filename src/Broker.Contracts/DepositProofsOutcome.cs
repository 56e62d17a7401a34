namespace Broker.Contracts;

/// <summary>The answer to a demand for deposit proofs.</summary>
[GenerateSerializer, Immutable, Alias("broker.deposit-proofs-outcome")]
public sealed record DepositProofsOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] IReadOnlyList<DepositProofLine> Proofs);
