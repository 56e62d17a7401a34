using System.Buffers.Binary;
using System.Security.Cryptography;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>The encryption of a master secret under a passphrase: a Feistel network of four rounds.</summary>
/// <remarks>
/// Reference: SLIP-0039, "Encryption of the master secret". Round function: PBKDF2-HMAC-SHA256 with password = round number ||
/// passphrase, salt = prefix || right half, 2,500 · 2^exponent iterations. The prefix is empty for extendable sets, else <c>shamir</c> and the
/// identifier in 2 bytes. Parameters: secrets of an even number of bytes, exponent 0 to 15.
/// </remarks>
internal static class Slip39Cipher
{
    private const int Rounds = 4;
    private const int RoundIterations = 2500;

    internal static void Encrypt(Span<byte> secret, ReadOnlySpan<byte> passphrase, Slip39Set set) => Run(secret, passphrase, set, 0, 1);

    internal static void Decrypt(Span<byte> secret, ReadOnlySpan<byte> passphrase, Slip39Set set) =>
        Run(secret, passphrase, set, Rounds - 1, -1);

    private static void Run(Span<byte> secret, ReadOnlySpan<byte> passphrase, Slip39Set set, int first, int step)
    {
        var half = secret.Length / 2;
        using var work = new SecretBuffer(secret.Length + half);
        var (left, right, mask) = (0, half, secret.Length);
        secret.CopyTo(work.Span);
        for (int count = 0, round = first; count < Rounds; count++, round += step)
        {
            DeriveMask(round, work.Span.Slice(right, half), passphrase, set, work.Span.Slice(mask, half));
            Combine(work.Span.Slice(left, half), work.Span.Slice(mask, half));
            (left, right) = (right, left);
        }

        work.Span.Slice(right, half).CopyTo(secret);
        work.Span.Slice(left, half).CopyTo(secret[half..]);
    }

    private static void DeriveMask(int round, ReadOnlySpan<byte> right, ReadOnlySpan<byte> passphrase, Slip39Set set, Span<byte> mask)
    {
        var prefix = set.Extendable ? default : "shamir"u8;
        var salt = prefix.Length + (prefix.IsEmpty ? 0 : 2);
        using var input = new SecretBuffer(1 + passphrase.Length + salt + right.Length);
        var password = input.Span[..(1 + passphrase.Length)];
        var salted = input.Span[password.Length..];
        password[0] = (byte)round;
        passphrase.CopyTo(password[1..]);
        prefix.CopyTo(salted);
        if (!set.Extendable)
        {
            BinaryPrimitives.WriteUInt16BigEndian(salted[prefix.Length..], (ushort)set.Identifier);
        }

        right.CopyTo(salted[salt..]);
        Rfc2898DeriveBytes.Pbkdf2(password, salted, mask, RoundIterations << set.IterationExponent, HashAlgorithmName.SHA256);
    }

    private static void Combine(Span<byte> target, ReadOnlySpan<byte> mask)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] ^= mask[i];
        }
    }
}
