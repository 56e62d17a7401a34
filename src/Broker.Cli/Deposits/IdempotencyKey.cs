using System.Security.Cryptography;

namespace Broker.Cli;

/// <summary>Names a batch by its bytes: the same batch sent again is the same deposit.</summary>
internal static class IdempotencyKey
{
    /// <summary>The first 128 bits of SHA-256 of the body, 32 hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16));
}
