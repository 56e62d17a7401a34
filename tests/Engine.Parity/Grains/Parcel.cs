using System.Collections.Immutable;

namespace Engine.Parity.Grains;

/// <summary>One member of each kind that messages of the product have.</summary>
[GenerateSerializer]
[Immutable]
[Alias("parity.parcel")]
public sealed record Parcel(
    [property: Id(0)] Hue Hue,
    [property: Id(1)] ImmutableArray<int> Numbers,
    [property: Id(2)] Dictionary<string, long> Names,
    [property: Id(3)] int? Maybe,
    [property: Id(4)] DateOnly Day,
    [property: Id(5)] DateTimeOffset Moment,
    [property: Id(6)] decimal Amount,
    [property: Id(7)] Guid Mark,
    [property: Id(8)] byte[] Bytes,
    [property: Id(9)] Figure Figure,
    [property: Id(10)] string? Text);
