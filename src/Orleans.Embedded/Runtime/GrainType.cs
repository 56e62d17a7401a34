namespace Orleans.Runtime;

/// <summary>The name of a grain class, as its <c>[GrainType]</c> gives it.</summary>
public readonly record struct GrainType(string Value)
{
    public static GrainType Create(string value) => new(value);

    public override string ToString() => Value ?? "";
}
