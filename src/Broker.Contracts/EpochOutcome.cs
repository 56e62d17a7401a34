namespace Broker.Contracts;

/// <summary>An epoch's public key, as the text that the offline identity has to sign.</summary>
[GenerateSerializer, Immutable, Alias("broker.epoch-outcome")]
public sealed record EpochOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] string Text);
