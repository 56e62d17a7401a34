using Orleans.Runtime;

namespace Orleans;

/// <summary>The identity behind a grain or a reference.</summary>
public static class GrainExtensions
{
    public static string GetPrimaryKeyString(this IAddressable grain) => grain switch
    {
        Grain own => own.GrainContext.GrainId.Key.ToString(),
        GrainProxy proxy => proxy.Key,
        _ => throw new ArgumentException("not a grain and not a grain reference", nameof(grain)),
    };

    /// <summary>The full id. A reference made by a client does not know the grain's type and throws.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        Grain own => own.GrainContext.GrainId,
        GrainProxy { GrainId: { } id } => id,
        GrainProxy => throw new InvalidOperationException("only the silo knows the grain type behind an interface"),
        _ => throw new ArgumentException("not a grain and not a grain reference", nameof(grain)),
    };
}
