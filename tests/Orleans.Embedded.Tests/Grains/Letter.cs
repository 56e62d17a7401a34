namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Immutable]
[Alias("test.letter")]
public sealed record Letter([property: Id(0)] string Subject, [property: Id(1)] IReadOnlyList<int> Numbers)
{
    [Id(2)]
    public Priority? Priority { get; init; }
}
