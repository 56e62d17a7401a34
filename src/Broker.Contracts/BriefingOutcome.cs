namespace Broker.Contracts;

/// <summary>The answer to a request.</summary>
/// <param name="Outcome"><c>ok</c>; the refusal with the rule in one sentence; or <c>awaiting-witnesses</c>: the delivery is logged, and nothing left.</param>
/// <param name="Briefing">What is delivered; null when refused.</param>
/// <param name="EntryIndex">Index of the delivery's or the refusal's own entry in the log; -1 when nothing was decided: an unknown caller, a malformed request, a briefing that is not out, no policy in force.</param>
[GenerateSerializer, Immutable, Alias("broker.briefing-outcome")]
public sealed record BriefingOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] DeliveredBriefing? Briefing,
    [property: Id(2)] long EntryIndex);
