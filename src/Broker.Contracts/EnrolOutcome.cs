namespace Broker.Contracts;

/// <summary>The answer to an enrolment.</summary>
/// <param name="Outcome">Whether it happened.</param>
/// <param name="SealedSecret">The enrolment secret under HPKE to the member's sealing key; empty for roles that have none.</param>
[GenerateSerializer, Immutable, Alias("broker.enrol-outcome")]
public sealed record EnrolOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] byte[] SealedSecret);
