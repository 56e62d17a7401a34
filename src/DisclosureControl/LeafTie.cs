using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.DisclosureControl;

/// <summary>The keyed rank that settles between equally grave records of one source.</summary>
/// <remarks>
/// HMAC-SHA256 (RFC 2104) over: domain, 0, source (16 bytes, big-endian), then period, area code and category code, each
/// ended by a 0 byte, which no code contains. The first 16 bytes are the rank; two equal ranks (2^-128 a pair) leave the
/// smaller area index.
/// </remarks>
internal sealed class LeafTie(CellShape shape, ReadOnlySpan<byte> leafKey)
{
    private const string Domain = "broker/disclosure-control/leaf/v1";
    private readonly byte[] key = leafKey.ToArray();

    internal UInt128 Rank(Contribution one)
    {
        var message = new List<byte>(128);
        Append(message, Domain);
        Span<byte> source = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(source, one.Source.Value);
        message.AddRange(source);
        Append(message, shape.Period);
        Append(message, shape.Areas[one.Area]);
        Append(message, shape.Categories[one.Category]);
        return BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(key, message.ToArray()));
    }

    internal void Forget() => CryptographicOperations.ZeroMemory(key);

    private static void Append(List<byte> message, string text)
    {
        message.AddRange(Encoding.ASCII.GetBytes(text));
        message.Add(0);
    }
}
