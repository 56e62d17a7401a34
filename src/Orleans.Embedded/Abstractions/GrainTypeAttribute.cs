namespace Orleans;

/// <summary>The name of a grain class in grain ids, and so in stored state.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    public string GrainType { get; } = grainType;
}
