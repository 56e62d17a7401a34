namespace Broker.Contracts;

/// <summary>The answer to a depositor's question about its consents.</summary>
/// <param name="Outcome"><c>ok</c>, or the refusal.</param>
/// <param name="InForce">The revision in force; empty when refused.</param>
/// <param name="Revisions">Each revision that is or was in force, in the order in which they came in force.</param>
[GenerateSerializer, Immutable, Alias("broker.consent-status-outcome")]
public sealed record ConsentStatusOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] string InForce,
    [property: Id(2)] IReadOnlyList<ConsentLine> Revisions);
