using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.DisclosureControl;

/// <summary>The keyed rank that settles between equally grave records of one source.</summary>
/// <remarks>
/// HMAC-SHA256 (RFC 2104) over: domain, 0, source (16 bytes, big-endian), then period, area code and category code, each
/// ended by a 0 byte, which no code contains. The first 16 bytes are the rank; two equal ranks (2^-128 a pair) leave the
/// smaller area index. Not safe for several threads at once.
/// </remarks>
internal sealed class LeafTie : IDisposable
{
    private const string Domain = "broker/disclosure-control/leaf/v1";
    private readonly IncrementalHash hmac;
    private readonly byte[][] areas;
    private readonly byte[][] categories;
    private readonly byte[] message;
    private readonly int sourceAt;
    private readonly int areaAt;

    internal LeafTie(CellShape shape, ReadOnlySpan<byte> leafKey)
    {
        hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, leafKey);
        areas = [.. shape.Areas.Select(Ended)];
        categories = [.. shape.Categories.Select(Ended)];
        byte[] domain = Ended(Domain), period = Ended(shape.Period);
        sourceAt = domain.Length;
        areaAt = sourceAt + 16 + period.Length;
        message = GC.AllocateArray<byte>(areaAt + areas.Max(code => code.Length) + categories.Max(code => code.Length), pinned: true);
        domain.CopyTo(message, 0);
        period.CopyTo(message, sourceAt + 16);
    }

    /// <summary>Removes the key; the instance is of no use after it.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(message);
        hmac.Dispose();
    }

    internal UInt128 Rank(SourceKey source, int area, int category)
    {
        BinaryPrimitives.WriteUInt128BigEndian(message.AsSpan(sourceAt), source.Value);
        areas[area].CopyTo(message, areaAt);
        var categoryAt = areaAt + areas[area].Length;
        categories[category].CopyTo(message, categoryAt);
        hmac.AppendData(message.AsSpan(0, categoryAt + categories[category].Length));
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hmac.GetHashAndReset(digest);
        message.AsSpan(sourceAt, 16).Clear(); // a source that is withdrawn stays nowhere
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    private static byte[] Ended(string text) => [.. Encoding.ASCII.GetBytes(text), 0];
}
