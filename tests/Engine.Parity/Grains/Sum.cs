namespace Engine.Parity.Grains;

/// <summary>A grain's stored state.</summary>
public sealed class Sum
{
    public int Value { get; set; }
}
