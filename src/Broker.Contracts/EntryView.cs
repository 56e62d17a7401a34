namespace Broker.Contracts;

/// <summary>One entry for a page.</summary>
/// <param name="Index">Its index.</param>
/// <param name="LeafHash">Its leaf hash, 64 hexadecimal digits.</param>
/// <param name="Text">The entry's own text.</param>
[GenerateSerializer, Immutable, Alias("broker.entry-view")]
public sealed record EntryView(
    [property: Id(0)] long Index,
    [property: Id(1)] string LeafHash,
    [property: Id(2)] string Text);
