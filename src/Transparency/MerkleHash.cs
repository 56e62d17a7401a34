// The hashes of RFC 6962, section 2.1 (the same in RFC 9162, section 2.1.1).
//
// References: RFC 6962 "Certificate Transparency".
// Parameters: SHA-256; leaf = SHA-256(0x00 || entry); node = SHA-256(0x01 || left || right); empty tree = SHA-256("").
// The two prefixes keep an entry from being passed off as a node (second preimages).
using System.Buffers;
using System.Security.Cryptography;

namespace Broker.Transparency;

/// <summary>Leaf and node hashes of the disclosure log's tree (RFC 6962, section 2.1).</summary>
public static class MerkleHash
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;
    private const int OnTheStack = 1024;

    /// <summary>The root of a tree without entries: SHA-256 of nothing.</summary>
    public static Hash32 Empty { get; } = new(SHA256.HashData([]));

    /// <summary>The leaf hash of an entry of any length.</summary>
    public static Hash32 Leaf(ReadOnlySpan<byte> entry)
    {
        var length = checked(entry.Length + 1);
        var rented = length > OnTheStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var input = rented is null ? stackalloc byte[OnTheStack] : rented;
        input[0] = LeafPrefix;
        entry.CopyTo(input[1..]);
        Span<byte> digest = stackalloc byte[Hash32.Size];
        SHA256.HashData(input[..length], digest);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return new Hash32(digest);
    }

    /// <summary>The hash of the subtree that joins two.</summary>
    public static Hash32 Node(in Hash32 left, in Hash32 right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Hash32.Size)];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Hash32.Size)..]);
        Span<byte> digest = stackalloc byte[Hash32.Size];
        SHA256.HashData(input, digest);
        return new Hash32(digest);
    }
}
