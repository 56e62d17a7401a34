namespace Broker.Contracts;

/// <summary>What came back for a <see cref="WitnessErrand"/>.</summary>
/// <param name="Witness">The witness's name.</param>
/// <param name="Status">The HTTP status; 0 when there was no answer at all.</param>
/// <param name="Body">The answer's body, at most 64 KiB; empty when there was none.</param>
[GenerateSerializer, Immutable, Alias("broker.witness-reply")]
public sealed record WitnessReply(
    [property: Id(0)] string Witness,
    [property: Id(1)] int Status,
    [property: Id(2)] byte[] Body);
