using System.Numerics;
using System.Security.Cryptography;

namespace Broker.Transparency.Tests.Reference;

/// <summary>RFC 8032 section 5.1 in big integers: slow, not constant-time, for tests only.</summary>
internal static class Ed25519Reference
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    private static readonly BigInteger BaseY = Mod(4 * Inverse(5));
    private static readonly Point Base = new(RecoverX(BaseY, false)!.Value, BaseY, 1);

    internal static byte[] PublicKey(ReadOnlySpan<byte> seed) => Encode(Multiply(Base, Scalar(SHA512.HashData(seed))));

    internal static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        var digest = SHA512.HashData(seed);
        var scalar = Scalar(digest);
        var publicKey = Encode(Multiply(Base, scalar));
        var nonce = Number(SHA512.HashData([.. digest[32..], .. message])) % L;
        var commitment = Encode(Multiply(Base, nonce));
        var challenge = Number(SHA512.HashData([.. commitment, .. publicKey, .. message])) % L;
        return [.. commitment, .. Bytes((nonce + (challenge * scalar)) % L)];
    }

    internal static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 64 || Decode(publicKey) is not { } key || Decode(signature[..32]) is not { } commitment)
        {
            return false;
        }

        var response = Number(signature[32..]);
        var challenge = Number(SHA512.HashData([.. signature[..32], .. publicKey, .. message])) % L;
        return response < L && AreSame(Multiply(Base, response), Add(commitment, Multiply(key, challenge)));
    }

    private static BigInteger Scalar(byte[] digest)
    {
        var clamped = digest[..32];
        clamped[0] &= 248;
        clamped[31] = (byte)((clamped[31] & 127) | 64);
        return Number(clamped);
    }

    /// <summary>Projective: the affine point is (X/Z, Y/Z).</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z);

    private static Point Add(Point a, Point b)
    {
        var z = a.Z * b.Z % P;
        var (x, y) = (a.X * b.X % P, a.Y * b.Y % P);
        var (square, product) = (z * z % P, D * x % P * y % P);
        var cross = Mod(((a.X + a.Y) * (b.X + b.Y)) - x - y);
        return new Point(
            Mod(z * (square - product) % P * cross), Mod(z * (square + product) % P * (x + y)), Mod((square - product) * (square + product)));
    }

    private static bool AreSame(Point a, Point b) =>
        Mod((a.X * b.Z) - (b.X * a.Z)).IsZero && Mod((a.Y * b.Z) - (b.Y * a.Z)).IsZero;

    private static Point Multiply(Point point, BigInteger scalar)
    {
        var sum = new Point(0, 1, 1);
        for (; !scalar.IsZero; scalar >>= 1)
        {
            sum = scalar.IsEven ? sum : Add(sum, point);
            point = Add(point, point);
        }

        return sum;
    }

    private static byte[] Encode(Point point)
    {
        var inverse = Inverse(point.Z);
        var bytes = Bytes(Mod(point.Y * inverse));
        bytes[31] |= (byte)(Mod(point.X * inverse).IsEven ? 0 : 0x80);
        return bytes;
    }

    private static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 32)
        {
            return null;
        }

        var copy = bytes.ToArray();
        var isOdd = (copy[31] & 0x80) != 0;
        copy[31] &= 0x7f;
        var y = Number(copy);
        return y < P && RecoverX(y, isOdd) is { } x ? new Point(x, y, 1) : null;
    }

    private static BigInteger? RecoverX(BigInteger y, bool isOdd)
    {
        var square = Mod(((y * y) - 1) * Inverse((D * y * y) + 1));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        x = Mod((x * x) - square).IsZero ? x : Mod(x * RootOfMinusOne);
        if (!Mod((x * x) - square).IsZero || (x.IsZero && isOdd))
        {
            return null;
        }

        return x.IsEven == isOdd ? P - x : x;
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    private static BigInteger Mod(BigInteger value) => ((value % P) + P) % P;

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    private static byte[] Bytes(BigInteger value)
    {
        var bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}
