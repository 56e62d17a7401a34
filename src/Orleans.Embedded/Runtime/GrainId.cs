namespace Orleans.Runtime;

/// <summary>A grain's full name: type and key. Storage providers use the whole of it as their key.</summary>
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    public override string ToString() => $"{Type}/{Key}";
}
