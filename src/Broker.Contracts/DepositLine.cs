namespace Broker.Contracts;

/// <summary>What became of one package of a batch.</summary>
/// <param name="Record">Record id, empty when the head could not be read.</param>
/// <param name="Code"><c>accepted</c> or the refusal's code.</param>
/// <param name="Receipt">The deposit receipt, a signed note; empty when refused.</param>
[GenerateSerializer, Immutable, Alias("broker.deposit-line")]
public sealed record DepositLine(
    [property: Id(0)] string Record,
    [property: Id(1)] string Code,
    [property: Id(2)] string Receipt);
