namespace Broker.Contracts;

/// <summary>The answer to a batch.</summary>
/// <param name="Outcome"><c>ok</c> when at least one package was accepted; <c>packages-refused</c> when none was, with a detail a package: number, record or <c>-</c>, code.</param>
/// <param name="Lines">What became of each package, in the order of the batch; empty when it was kept in the inbox.</param>
/// <param name="Kept">True when the vault is sealed and the batch was kept, unchecked and without a receipt, until it is unsealed.</param>
[GenerateSerializer, Immutable, Alias("broker.deposit-outcome")]
public sealed record DepositOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] IReadOnlyList<DepositLine> Lines,
    [property: Id(2)] bool Kept = false);
