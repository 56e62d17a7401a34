using System.Security.Cryptography;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>One level of sharing: a secret is the value at 255 of a polynomial of degree threshold − 1, a share its value elsewhere.</summary>
/// <remarks>
/// Reference: SLIP-0039, "Sharing a secret". With a threshold over 1, the value at 254 is a digest of the secret: the first 4 bytes of
/// HMAC-SHA256(key = R, secret), then the random R. Wrong shares pass with a chance of 2^-32. With a threshold of 1 each share is the secret.
/// Secrets have at least 16 bytes. All values are in pinned memory, zeroed.
/// </remarks>
internal static class ShamirSharing
{
    /// <summary>The most shares.</summary>
    internal const int MaxShares = 16;

    private const int DigestSize = 4;
    private const byte SecretPoint = 255;
    private const byte DigestPoint = 254;

    /// <summary>Makes <paramref name="count"/> shares, at 0, 1, 2 and so on. The caller disposes them.</summary>
    internal static List<SecretBuffer> Split(int threshold, int count, ReadOnlySpan<byte> secret, RandomFill random)
    {
        var shares = new List<SecretBuffer>(count);
        for (var i = 0; i < count; i++)
        {
            shares.Add(new SecretBuffer(secret.Length));
        }

        if (threshold == 1)
        {
            foreach (var share in shares)
            {
                secret.CopyTo(share.Span);
            }

            return shares;
        }

        using var secretValue = new SecretBuffer(secret.Length);
        using var digestValue = new SecretBuffer(secret.Length);
        secret.CopyTo(secretValue.Span);
        random(digestValue.Span[DigestSize..]);
        Digest(digestValue.Span[DigestSize..], secret, digestValue.Span[..DigestSize]);

        // INVARIANT: threshold points fix the polynomial: threshold − 2 random ones, the digest and the secret.
        List<SharePoint> points = [new(SecretPoint, secretValue), new(DigestPoint, digestValue)];
        for (var i = 0; i < count; i++)
        {
            if (i < threshold - 2)
            {
                random(shares[i].Span);
                points.Add(new SharePoint((byte)i, shares[i]));
            }
            else
            {
                Interpolate(points, (byte)i, shares[i].Span);
            }
        }

        return shares;
    }

    /// <summary>False when the points are not of one sharing. At least threshold points with distinct arguments; all of them are checked.</summary>
    internal static bool TryRecover(int threshold, List<SharePoint> points, Span<byte> secret)
    {
        var basis = points[..threshold];
        using var expected = new SecretBuffer(secret.Length);
        var matches = true;
        foreach (var point in points[threshold..])
        {
            Interpolate(basis, point.Argument, expected.Span);
            matches &= CryptographicOperations.FixedTimeEquals(expected.Span, point.Value.Span);
        }

        Interpolate(basis, SecretPoint, secret);
        if (threshold > 1)
        {
            Span<byte> digest = stackalloc byte[DigestSize];
            Interpolate(basis, DigestPoint, expected.Span);
            Digest(expected.Span[DigestSize..], secret, digest);
            matches &= CryptographicOperations.FixedTimeEquals(digest, expected.Span[..DigestSize]);
        }

        if (!matches)
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        return matches;
    }

    /// <summary>The value at <paramref name="argument"/> of the polynomial through the points (Lagrange). Arguments are public, values are not.</summary>
    internal static void Interpolate(IReadOnlyList<SharePoint> points, byte argument, Span<byte> value)
    {
        value.Clear();
        foreach (var point in points)
        {
            byte numerator = 1, denominator = 1;
            foreach (var other in points)
            {
                if (other.Argument != point.Argument)
                {
                    numerator = Gf256.Multiply(numerator, (byte)(argument ^ other.Argument));
                    denominator = Gf256.Multiply(denominator, (byte)(point.Argument ^ other.Argument));
                }
            }

            var weight = Gf256.Multiply(numerator, Gf256.Invert(denominator));
            for (var i = 0; i < value.Length; i++)
            {
                value[i] ^= Gf256.Multiply(weight, point.Value.Span[i]);
            }
        }
    }

    private static void Digest(ReadOnlySpan<byte> key, ReadOnlySpan<byte> secret, Span<byte> digest)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, secret, whole);
        whole[..DigestSize].CopyTo(digest);
        CryptographicOperations.ZeroMemory(whole);
    }
}
