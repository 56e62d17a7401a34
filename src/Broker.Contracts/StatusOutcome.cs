namespace Broker.Contracts;

/// <summary>The answer to a question for status.</summary>
[GenerateSerializer, Immutable, Alias("broker.status-outcome")]
public sealed record StatusOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] IReadOnlyList<RecordStatus> Records);
