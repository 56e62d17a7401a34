namespace Orleans.Embedded.Tests.Grains;

/// <summary>An id that only its own check lets be made.</summary>
[GenerateSerializer]
[Immutable]
[Alias("test.record-id")]
public readonly record struct RecordId
{
    private RecordId(string? value) => Value = value is null or ['r', ..] ? value : throw new FormatException("not an id");

    [Id(0)]
    public string? Value { get; }

    public static RecordId Parse(string value) => new(value);
}
