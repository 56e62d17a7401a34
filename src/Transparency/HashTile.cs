namespace Broker.Transparency;

/// <summary>The bytes of a tile: its hashes, one after the other (C2SP tlog-tiles).</summary>
internal static class HashTile
{
    internal static byte[] Format(ReadOnlySpan<Hash32> hashes)
    {
        var bytes = new byte[hashes.Length * Hash32.Size];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * Hash32.Size));
        }

        return bytes;
    }

    /// <summary>The hashes of a tile of exactly this width, else null.</summary>
    internal static Hash32[]? TryParse(ReadOnlySpan<byte> bytes, int width)
    {
        if (bytes.Length != width * Hash32.Size)
        {
            return null;
        }

        var hashes = new Hash32[width];
        for (var i = 0; i < width; i++)
        {
            hashes[i] = new Hash32(bytes.Slice(i * Hash32.Size, Hash32.Size));
        }

        return hashes;
    }
}
