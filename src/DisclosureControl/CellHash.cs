using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.DisclosureControl;

/// <summary>Where a 128-bit key stands in a <see cref="CellIndex"/>: 32 bits of a hash with secret coefficients.</summary>
/// <remarks>
/// Multilinear hashing of four 32-bit words with 64-bit coefficients (Lemire, Kaser, "Strongly universal string hashing is
/// fast", The Computer Journal 57, 2014): for any two keys that somebody chose without knowing the coefficients, the
/// chance of equal results is 2^-32. What follows is a bijection, which only breaks up arithmetic progressions. Sources are
/// outputs of a keyed HMAC, for which any mixing would do; numbers of records may be a depositor's choice. The
/// coefficients are HMAC-SHA512 of a text of its own under the leaf key, so that they are the same for a country's life and
/// no generator is needed.
/// </remarks>
internal sealed class CellHash
{
    private const string Domain = "broker/disclosure-control/cell-index/v1\0";
    private ulong first;
    private ulong second;
    private ulong third;
    private ulong fourth;
    private ulong added;

    internal CellHash(ReadOnlySpan<byte> leafKey)
    {
        Span<byte> bytes = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData(leafKey, Encoding.ASCII.GetBytes(Domain), bytes);
        first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
        added = BinaryPrimitives.ReadUInt64BigEndian(bytes[32..]);
        CryptographicOperations.ZeroMemory(bytes);
    }

    internal uint Of(UInt128 key)
    {
        unchecked
        {
            ulong low = (ulong)key, high = (ulong)(key >> 64);
            var sum = added + (first * (uint)low) + (second * (low >> 32)) + (third * (uint)high) + (fourth * (high >> 32));
            var hash = (uint)(sum >> 32);
            hash = (hash ^ (hash >> 16)) * 0x85EB_CA6B;
            hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35;
            return hash ^ (hash >> 16);
        }
    }

    internal void Wipe() => first = second = third = fourth = added = 0;
}
