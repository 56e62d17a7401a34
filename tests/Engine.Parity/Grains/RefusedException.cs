namespace Engine.Parity.Grains;

/// <summary>An exception that may cross, with a member.</summary>
[GenerateSerializer]
[Alias("parity.refused")]
public sealed class RefusedException(int code) : Exception
{
    public const int Vetoed = 403;

    [Id(0)]
    public int Code { get; } = code;
}
