namespace Broker.Contracts;

/// <summary>The answer to a proposal.</summary>
[GenerateSerializer, Immutable, Alias("broker.propose-outcome")]
public sealed record ProposeOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] string Revision);
