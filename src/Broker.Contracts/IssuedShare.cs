namespace Broker.Contracts;

/// <summary>One custodian's share.</summary>
/// <param name="Custodian">Group and number, as <c>operators/1</c>.</param>
/// <param name="Envelope">Its mnemonic as an age envelope to that custodian's recipient.</param>
[GenerateSerializer, Immutable, Alias("broker.issued-share")]
public sealed record IssuedShare(
    [property: Id(0)] string Custodian,
    [property: Id(1)] byte[] Envelope);
