namespace Broker.Contracts;

/// <summary>What anyone may know of the log's publication.</summary>
/// <param name="SignedSize">Entries under the newest signed checkpoint.</param>
/// <param name="PublishedSize">Entries under the published checkpoint, which readers see.</param>
/// <param name="Quorum">Name of the witness or group whose cosignatures publication needs; <c>none</c> when it needs none.</param>
/// <param name="WaitingSince">Since when the signed checkpoint is ahead of the published one, by the silo's clock; null while it is not.</param>
/// <param name="Witnesses">The witnesses, in the order of the witness policy.</param>
[GenerateSerializer, Immutable, Alias("broker.publication-state")]
public sealed record PublicationState(
    [property: Id(0)] long SignedSize,
    [property: Id(1)] long PublishedSize,
    [property: Id(2)] string Quorum,
    [property: Id(3)] DateTimeOffset? WaitingSince,
    [property: Id(4)] IReadOnlyList<WitnessState> Witnesses);
