namespace Broker.Contracts;

/// <summary>The opening of one slot.</summary>
/// <param name="Tag">The slot's tag, 32 hexadecimal digits.</param>
/// <param name="Content">The bytes whose SHA-256 is the slot's digest; empty when none is kept.</param>
[GenerateSerializer, Immutable, Alias("broker.opening")]
public sealed record Opening(
    [property: Id(0)] string Tag,
    [property: Id(1)] byte[] Content);
