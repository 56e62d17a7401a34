using System.Collections.Immutable;

namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Immutable]
[Alias("test.everything")]
public sealed record EverythingMessage
{
    [Id(0)]
    public bool Flag { get; init; }

    [Id(1)]
    public byte Byte { get; init; }

    [Id(2)]
    public long Whole { get; init; }

    [Id(3)]
    public ulong Natural { get; init; }

    [Id(4)]
    public double Real { get; init; }

    [Id(5)]
    public decimal Exact { get; init; }

    [Id(6)]
    public string? Text { get; init; }

    [Id(7)]
    public byte[]? Bytes { get; init; }

    [Id(8)]
    public ReadOnlyMemory<byte> Memory { get; init; }

    [Id(9)]
    public Guid Unique { get; init; }

    [Id(10)]
    public DateTime Time { get; init; }

    [Id(11)]
    public DateTimeOffset Offset { get; init; }

    [Id(12)]
    public DateOnly Date { get; init; }

    [Id(13)]
    public TimeSpan Span { get; init; }

    [Id(14)]
    public ImmutableArray<string> Names { get; init; }

    [Id(15)]
    public List<int>? List { get; init; }

    [Id(16)]
    public IReadOnlyDictionary<string, long>? Map { get; init; }

    [Id(17)]
    public int? Maybe { get; init; }

    [Id(18)]
    public Shape? Shape { get; init; }

    [Id(19)]
    public RecordId Id { get; init; }

    [Id(20)]
    public Shape[]? Shapes { get; init; }

    [Id(21)]
    public TimeOnly Clock { get; init; }

    [Id(22)]
    public float Small { get; init; }
}
