namespace Broker.Contracts;

/// <summary>One record as its own depositor may see it.</summary>
/// <param name="Record">Record id.</param>
/// <param name="State"><c>sealed</c>, <c>withdrawn</c>, or <c>expired</c>: its retention has passed.</param>
/// <param name="Releases">Releases that it entered.</param>
[GenerateSerializer, Immutable, Alias("broker.record-status")]
public sealed record RecordStatus(
    [property: Id(0)] string Record,
    [property: Id(1)] string State,
    [property: Id(2)] IReadOnlyList<string> Releases);
