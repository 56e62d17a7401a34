namespace Broker.Contracts;

/// <summary>The answer to a consent.</summary>
/// <param name="Outcome"><c>ok</c>, or the refusal.</param>
/// <param name="EntryIndex">Index of the entry of the consent that stands; -1 when none was ever given, or when refused.</param>
[GenerateSerializer, Immutable, Alias("broker.consent-outcome")]
public sealed record ConsentOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] long EntryIndex);
