using System.Security.Cryptography;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>HPKE (RFC 9180), single shot, modes base and psk, one suite and no agility.</summary>
/// <remarks>
/// Suite: DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 0x0001, ChaCha20-Poly1305 0x0003.
/// Form: encapsulated key (32 bytes), ciphertext, tag (16 bytes).
/// Parameters: public key 32 bytes; psk 32 to 512 bytes; info and psk id at most 512 bytes each; a psk comes with a psk id.
/// A low-order public key or encapsulated key is refused (RFC 9180 §7.1.4), and a public key that is not canonical.
/// </remarks>
public static class Hpke
{
    /// <summary>How much longer the sealed form is: encapsulated key and tag.</summary>
    public const int Overhead = EncSize + TagSize;

    /// <summary>The suite as the formats write it.</summary>
    public const string Suite = "0020.0001.0003";

    private const int EncSize = 32;
    private const int TagSize = 16;
    private const int MinPskSize = 32;

    /// <summary>Seals to a public key, mode base.</summary>
    /// <exception cref="ArgumentException">A length is wrong, buffers overlap, or the public key is a low-order point.</exception>
    public static void Seal(
        Span<byte> sealedOut, ReadOnlySpan<byte> recipientPublicKey, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> plaintext, RandomFill random) =>
        SealCore(sealedOut, recipientPublicKey, info, aad, plaintext, [], [], random);

    /// <summary>Seals to a public key, mode psk: opening also needs the pre-shared key, which X25519's fall would not give away.</summary>
    /// <inheritdoc cref="Seal"/>
    public static void SealPsk(
        Span<byte> sealedOut, ReadOnlySpan<byte> recipientPublicKey, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId, RandomFill random)
    {
        CheckPsk(psk, pskId);
        SealCore(sealedOut, recipientPublicKey, info, aad, plaintext, psk, pskId, random);
    }

    /// <summary>Opens mode base. False (and all zeros) when anything was altered or the key is another.</summary>
    /// <exception cref="ArgumentException">The output is not sealed − 48 bytes long, or buffers overlap.</exception>
    public static bool TryOpen(
        Span<byte> plaintextOut, X25519PrivateKey recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> sealedBytes) =>
        TryOpenCore(plaintextOut, recipient, info, aad, sealedBytes, [], []);

    /// <summary>Opens mode psk.</summary>
    /// <inheritdoc cref="TryOpen"/>
    public static bool TryOpenPsk(
        Span<byte> plaintextOut, X25519PrivateKey recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
    {
        CheckPsk(psk, pskId);
        return TryOpenCore(plaintextOut, recipient, info, aad, sealedBytes, psk, pskId);
    }

    private static void SealCore(
        Span<byte> sealedOut, ReadOnlySpan<byte> recipientPublicKey, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId, RandomFill random)
    {
        CheckLengths(nameof(sealedOut), sealedOut.Length, plaintext.Length + Overhead, sealedOut.Overlaps(plaintext), info);
        if (recipientPublicKey.Length != X25519PrivateKey.Size)
        {
            throw Errors.WrongLength(nameof(recipientPublicKey), X25519PrivateKey.Size, recipientPublicKey.Length);
        }

        // The key schedule hashes the public key's bytes: what is sealed to another spelling of it opens for nobody.
        if (!X25519.IsCanonical(recipientPublicKey))
        {
            throw Errors.Malformed(nameof(recipientPublicKey), "a public key in its one spelling");
        }

        Span<byte> secrets = stackalloc byte[64];
        var ephemeral = secrets[..32];
        var dh = secrets[32..];
        random(ephemeral);
        X25519.PublicKey(ephemeral, sealedOut[..EncSize]);
        if (!X25519.TryAgree(ephemeral, recipientPublicKey, dh))
        {
            CryptographicOperations.ZeroMemory(secrets);
            throw Errors.LowOrder(nameof(recipientPublicKey));
        }

        Span<byte> keys = stackalloc byte[HpkeKeySchedule.KeySize + HpkeKeySchedule.NonceSize];
        DeriveKeys(dh, sealedOut[..EncSize], recipientPublicKey, info, psk, pskId, keys);
        _ = Sodium.ChaChaEncrypt(
            sealedOut[EncSize..], 0, plaintext, (ulong)plaintext.Length, aad, (ulong)aad.Length, 0,
            keys[HpkeKeySchedule.KeySize..], keys[..HpkeKeySchedule.KeySize]);
        CryptographicOperations.ZeroMemory(keys);
        CryptographicOperations.ZeroMemory(secrets);
    }

    private static bool TryOpenCore(
        Span<byte> plaintextOut, X25519PrivateKey recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
    {
        if (sealedBytes.Length < Overhead)
        {
            plaintextOut.Clear();
            return false;
        }

        var length = sealedBytes.Length - Overhead;
        CheckLengths(nameof(plaintextOut), plaintextOut.Length, length, plaintextOut.Overlaps(sealedBytes), info);
        Span<byte> dh = stackalloc byte[X25519PrivateKey.Size];
        Span<byte> keys = stackalloc byte[HpkeKeySchedule.KeySize + HpkeKeySchedule.NonceSize];
        var enc = sealedBytes[..EncSize];
        var input = sealedBytes[EncSize..];
        var opened = recipient.TryAgree(enc, dh);
        if (opened)
        {
            DeriveKeys(dh, enc, recipient.PublicKeySpan, info, psk, pskId, keys);
            opened = Sodium.ChaChaDecrypt(
                plaintextOut, 0, 0, input, (ulong)input.Length, aad, (ulong)aad.Length,
                keys[HpkeKeySchedule.KeySize..], keys[..HpkeKeySchedule.KeySize]) == 0;
        }

        CryptographicOperations.ZeroMemory(dh);
        CryptographicOperations.ZeroMemory(keys);
        if (!opened)
        {
            CryptographicOperations.ZeroMemory(plaintextOut);
        }

        return opened;
    }

    private static void DeriveKeys(
        ReadOnlySpan<byte> dh, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId, Span<byte> keys)
    {
        Span<byte> shared = stackalloc byte[32];
        HpkeKeySchedule.SharedSecret(dh, enc, recipient, shared);
        HpkeKeySchedule.Derive(shared, info, psk, pskId, keys[..HpkeKeySchedule.KeySize], keys[HpkeKeySchedule.KeySize..]);
        CryptographicOperations.ZeroMemory(shared);
    }

    private static void CheckPsk(ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
    {
        if (psk.Length < MinPskSize)
        {
            throw Errors.TooShort(nameof(psk), MinPskSize, psk.Length);
        }

        if (psk.Length > HpkeKeySchedule.MaxInputSize || pskId.Length > HpkeKeySchedule.MaxInputSize)
        {
            throw Errors.TooLong(nameof(pskId), HpkeKeySchedule.MaxInputSize, Math.Max(psk.Length, pskId.Length));
        }

        if (pskId.IsEmpty)
        {
            throw Errors.TooShort(nameof(pskId), 1, 0);
        }
    }

    private static void CheckLengths(string parameter, int actual, int expected, bool overlap, ReadOnlySpan<byte> info)
    {
        if (actual != expected)
        {
            throw Errors.WrongLength(parameter, expected, actual);
        }

        if (overlap)
        {
            throw Errors.Overlap(parameter);
        }

        if (info.Length > HpkeKeySchedule.MaxInputSize)
        {
            throw Errors.TooLong(nameof(info), HpkeKeySchedule.MaxInputSize, info.Length);
        }
    }
}
