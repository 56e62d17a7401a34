namespace Engine.Parity.Grains;

/// <summary>An enum with a gap.</summary>
public enum Hue
{
    None,
    Warm = 3,
    Cold = 7,
}
