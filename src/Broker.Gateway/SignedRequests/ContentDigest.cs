using System.Security.Cryptography;

namespace Broker.Gateway.SignedRequests;

/// <summary>
/// The Content-Digest header field (RFC 9530), one member <c>sha-256=:base64:</c> and nothing else.
/// Parameters: SHA-256, 32 bytes, 44 characters of canonical base64.
/// </summary>
internal static class ContentDigest
{
    private const string Prefix = "sha-256=:";
    private const int Base64Length = 44;

    public static bool TryParse(string field, Span<byte> digest)
    {
        if (field.Length != Prefix.Length + Base64Length + 1
            || !field.StartsWith(Prefix, StringComparison.Ordinal)
            || field[^1] != ':')
        {
            return false;
        }

        var text = field.AsSpan(Prefix.Length, Base64Length);

        // Written again and compared, because the decoder takes white space and stray low bits.
        return Convert.TryFromBase64Chars(text, digest, out var written)
            && written == SHA256.HashSizeInBytes
            && text.SequenceEqual(Convert.ToBase64String(digest));
    }

    public static bool Matches(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> body)
    {
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, actual);
        return CryptographicOperations.FixedTimeEquals(actual, digest);
    }
}
