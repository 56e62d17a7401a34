namespace Orleans;

/// <summary>The number of a serialised member; unique within the type that declares it.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class IdAttribute(uint id) : Attribute
{
    public uint Id { get; } = id;
}
