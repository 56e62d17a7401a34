namespace Broker.Contracts;

/// <summary>The answer to a proposal or an approval of an emergency plan.</summary>
/// <param name="Outcome"><c>ok</c>, or the refusal.</param>
/// <param name="Plan">SHA-256 of the text that both sign; empty when refused.</param>
/// <param name="EntryIndex">Index of the plan's entry in the log; -1 while it is a proposal.</param>
[GenerateSerializer, Immutable, Alias("broker.emergency-outcome")]
public sealed record EmergencyOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] string Plan,
    [property: Id(2)] long EntryIndex);
