namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Immutable]
[Alias("test.nest")]
public sealed record Nest([property: Id(0)] string? Name, [property: Id(1)] Nest? Inner);
