using System.Security.Cryptography;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): what the vault stores is sealed with it.</summary>
/// <remarks>
/// Form: nonce (24 bytes, random), ciphertext, tag (16 bytes). Random nonces of 192 bits repeat among 2^64 messages of one key
/// with a chance of 2^-65.
/// </remarks>
public static class XChaCha20Poly1305
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    /// <summary>How much longer the sealed form is: nonce and tag.</summary>
    public const int Overhead = NonceSize + TagSize;

    private const int NonceSize = 24;
    private const int TagSize = 16;

    /// <summary>Seals the plaintext; <paramref name="aad"/> is authenticated and not stored.</summary>
    /// <exception cref="ArgumentException">The output is not plaintext + 40 bytes, or overlaps the plaintext.</exception>
    public static void Seal(
        Span<byte> sealedOut, SecretKey key, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext, RandomFill random)
    {
        using var lease = key.Open();
        Seal(sealedOut, lease.Bytes, aad, plaintext, random);
    }

    /// <summary>As <see cref="Seal(Span{byte}, SecretKey, ReadOnlySpan{byte}, ReadOnlySpan{byte}, RandomFill)"/>, under a key that was made for this computation.</summary>
    /// <param name="sealedOut">Plaintext + 40 bytes.</param>
    /// <param name="key">32 bytes in a buffer that does not move and that the caller zeroes at the end of the computation: a key that is kept is a <see cref="SecretKey"/>.</param>
    /// <param name="aad">Authenticated and not stored.</param>
    /// <param name="plaintext">What is sealed.</param>
    /// <param name="random">Makes the nonce.</param>
    /// <exception cref="ArgumentException">The key is not 32 bytes, the output is not plaintext + 40 bytes, or overlaps the plaintext.</exception>
    public static void Seal(
        Span<byte> sealedOut, ReadOnlySpan<byte> key, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext, RandomFill random)
    {
        if (key.Length != KeySize)
        {
            throw Errors.WrongLength(nameof(key), KeySize, key.Length);
        }

        if (sealedOut.Length != plaintext.Length + Overhead)
        {
            throw Errors.WrongLength(nameof(sealedOut), plaintext.Length + Overhead, sealedOut.Length);
        }

        if (sealedOut.Overlaps(plaintext))
        {
            throw Errors.Overlap(nameof(plaintext));
        }

        var nonce = sealedOut[..NonceSize];
        random(nonce);
        _ = Sodium.XChaChaEncrypt(
            sealedOut[NonceSize..], 0, plaintext, (ulong)plaintext.Length, aad, (ulong)aad.Length, 0, nonce, key);
    }

    /// <summary>Opens into <paramref name="plaintextOut"/>. False (and all zeros) when anything was altered or the key is another.</summary>
    /// <exception cref="ArgumentException">The output is not sealed − 40 bytes long, or overlaps the input.</exception>
    public static bool TryOpen(Span<byte> plaintextOut, SecretKey key, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < Overhead)
        {
            plaintextOut.Clear();
            return false;
        }

        if (plaintextOut.Length != sealedBytes.Length - Overhead)
        {
            throw Errors.WrongLength(nameof(plaintextOut), sealedBytes.Length - Overhead, plaintextOut.Length);
        }

        if (plaintextOut.Overlaps(sealedBytes))
        {
            throw Errors.Overlap(nameof(sealedBytes));
        }

        using var lease = key.Open();
        var input = sealedBytes[NonceSize..];
        var opened = Sodium.XChaChaDecrypt(
            plaintextOut, 0, 0, input, (ulong)input.Length, aad, (ulong)aad.Length, sealedBytes[..NonceSize], lease.Bytes) == 0;
        if (!opened)
        {
            CryptographicOperations.ZeroMemory(plaintextOut);
        }

        return opened;
    }
}
