namespace Broker.Transparency;

/// <summary>What a tree is at one moment.</summary>
/// <param name="Size">Number of entries, 0 to 2^63-1.</param>
/// <param name="Root">RFC 6962 root of that many entries.</param>
public readonly record struct TreeHead(long Size, Hash32 Root)
{
    /// <summary>The tree without entries.</summary>
    public static TreeHead Empty { get; } = new(0, MerkleHash.Empty);
}
