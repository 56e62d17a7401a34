namespace Broker.Contracts;

/// <summary>A page of decided requests.</summary>
/// <param name="Outcome">Whether they are given.</param>
/// <param name="Lines">Lines of <c>request-log/1</c>; possibly none, though there may be further ones.</param>
/// <param name="Next">The entry of the log to go on from; -1 when nothing further was logged.</param>
[GenerateSerializer, Immutable, Alias("broker.requests-outcome")]
public sealed record RequestsOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] byte[] Lines,
    [property: Id(2)] long Next);
