using System.Security.Cryptography;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The fingerprint of a silo key, as it is read to a custodian over a second channel.</summary>
/// <remarks>The first 16 bytes of SHA-256 of the X25519 public key, as 32 lower-case hexadecimal characters: another key with the same one costs 2^128 tries.</remarks>
public static class SiloKey
{
    /// <summary>Characters of a fingerprint.</summary>
    public const int FingerprintLength = 32;

    /// <summary>The fingerprint of a public key of 32 bytes.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static string Fingerprint(ReadOnlySpan<byte> publicKey) => publicKey.Length == X25519PrivateKey.Size
        ? Hex.Format(SHA256.HashData(publicKey).AsSpan(0, FingerprintLength / 2))
        : throw Errors.WrongLength(nameof(publicKey), X25519PrivateKey.Size, publicKey.Length);

    /// <summary>True when the text is the fingerprint of the key. Only the one spelling counts.</summary>
    public static bool Matches(ReadOnlySpan<byte> publicKey, string? fingerprint) =>
        publicKey.Length == X25519PrivateKey.Size && string.Equals(fingerprint, Fingerprint(publicKey), StringComparison.Ordinal);
}
