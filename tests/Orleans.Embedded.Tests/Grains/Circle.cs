namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Immutable]
[Alias("test.circle")]
public sealed record Circle(string Name, [property: Id(0)] int Radius) : Shape(Name);
