using System.Security.Cryptography;

namespace Broker.Sealing;

/// <summary>Keyed tags: HMAC-SHA256 (RFC 2104), whole or truncated to its first bytes.</summary>
/// <remarks>A tag of 16 bytes collides among 2^32 values with a chance of 2^-64.</remarks>
public static class Tags
{
    /// <summary>Bytes of an untruncated tag.</summary>
    public const int Size = 32;

    /// <summary>Fills <paramref name="tag"/> (16 to 32 bytes) with the tag of <paramref name="data"/>.</summary>
    /// <exception cref="ArgumentException">The tag's buffer is shorter than 16 or longer than 32 bytes.</exception>
    public static void Compute(SecretKey key, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        if (tag.Length > Size)
        {
            throw Errors.TooLong(nameof(tag), Size, tag.Length);
        }

        if (tag.Length < Size / 2)
        {
            throw Errors.TooShort(nameof(tag), Size / 2, tag.Length);
        }

        Span<byte> whole = stackalloc byte[Size];
        using (var lease = key.Open())
        {
            HMACSHA256.HashData(lease.Bytes, data, whole);
        }

        whole[..tag.Length].CopyTo(tag);
        CryptographicOperations.ZeroMemory(whole);
    }

    /// <summary>The tags of many texts, each of 16 bytes, under one opening of the key: opening guarded memory costs more than an HMAC.</summary>
    public static byte[][] ComputeMany(SecretKey key, IReadOnlyList<byte[]> data)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(data);
        var tags = new byte[data.Count][];
        Span<byte> whole = stackalloc byte[Size];
        using (var lease = key.Open())
        {
            for (var i = 0; i < tags.Length; i++)
            {
                HMACSHA256.HashData(lease.Bytes, data[i], whole);
                tags[i] = whole[..(Size / 2)].ToArray();
            }
        }

        CryptographicOperations.ZeroMemory(whole);
        return tags;
    }
}
