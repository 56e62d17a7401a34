namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Immutable]
[Alias("test.shape")]
public abstract record Shape([property: Id(0)] string Name);
