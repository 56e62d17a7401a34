namespace Orleans.Runtime;

/// <summary>When a tick came, and where in the series of its reminder it stands. Times are UTC.</summary>
[GenerateSerializer]
[Immutable]
[Alias("orleans.tick-status")]
public readonly record struct TickStatus(
    [property: Id(0)] DateTime FirstTickTime, [property: Id(1)] TimeSpan Period, [property: Id(2)] DateTime CurrentTickTime);
