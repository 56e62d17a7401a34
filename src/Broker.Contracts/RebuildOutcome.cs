namespace Broker.Contracts;

/// <summary>The answer to an audit of a country's open periods.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Periods">Each open period, by its start; never a number of anything.</param>
[GenerateSerializer, Immutable, Alias("broker.rebuild-outcome")]
public sealed record RebuildOutcome([property: Id(0)] Outcome Outcome, [property: Id(1)] IReadOnlyList<RebuiltPeriod> Periods);
