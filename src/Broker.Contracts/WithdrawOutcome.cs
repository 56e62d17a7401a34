namespace Broker.Contracts;

/// <summary>The answer to a withdrawal.</summary>
/// <param name="Outcome">Whether it happened.</param>
/// <param name="Releases">Releases that the record entered and that cannot be recalled, as <c>CAF/2014-01/final</c>.</param>
/// <param name="EntryIndex">Index of the withdrawal's entry in the disclosure log; -1 when refused.</param>
/// <param name="Before">The record was withdrawn or had expired before: which releases it entered is no longer kept, and none are listed.</param>
[GenerateSerializer, Immutable, Alias("broker.withdraw-outcome")]
public sealed record WithdrawOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] IReadOnlyList<string> Releases,
    [property: Id(2)] long EntryIndex,
    [property: Id(3)] bool Before = false);
