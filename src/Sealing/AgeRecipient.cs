using System.Security.Cryptography;
using Broker.Sealing.Formatting;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>The X25519 recipient type of age: wraps and unwraps a file key of 16 bytes.</summary>
/// <remarks>
/// Reference: c2sp.org/age, "X25519 recipient type". Wrap key = HKDF-SHA256(X25519(ephemeral, recipient), salt = ephemeral share ||
/// recipient, info = <c>age-encryption.org/v1/X25519</c>); body = ChaCha20-Poly1305(wrap key, zero nonce, file key), 32 bytes.
/// </remarks>
internal static class AgeRecipient
{
    internal const int FileKeySize = 16;

    internal const string Type = "X25519";

    internal const int BodySize = 32;

    private static ReadOnlySpan<byte> Info => "age-encryption.org/v1/X25519"u8;

    // Safe although constant: each wrap key seals exactly one message.
    private static ReadOnlySpan<byte> ZeroNonce => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Writes a stanza's share and body, 32 bytes each.</summary>
    /// <exception cref="ArgumentException">The recipient is a low-order point.</exception>
    internal static void Wrap(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> fileKey, RandomFill random, Span<byte> share, Span<byte> body)
    {
        Span<byte> ephemeral = stackalloc byte[32];
        Span<byte> shared = stackalloc byte[32];
        Span<byte> wrapKey = stackalloc byte[32];
        random(ephemeral);
        X25519.PublicKey(ephemeral, share);
        var agreed = X25519.TryAgree(ephemeral, recipient, shared);
        DeriveWrapKey(shared, share, recipient, wrapKey);
        _ = Sodium.ChaChaEncrypt(body, 0, fileKey, FileKeySize, [], 0, 0, ZeroNonce, wrapKey);
        CryptographicOperations.ZeroMemory(ephemeral);
        CryptographicOperations.ZeroMemory(shared);
        CryptographicOperations.ZeroMemory(wrapKey);
        if (!agreed)
        {
            throw Errors.LowOrder(nameof(recipient));
        }
    }

    /// <summary>Tries one stanza. <see cref="AgeFailure.None"/>: the file key is there. <see cref="AgeFailure.NoMatch"/>: it is for somebody else.</summary>
    internal static AgeFailure TryUnwrap(AgeStanza stanza, X25519PrivateKey identity, Span<byte> fileKey)
    {
        if (stanza.Type != Type)
        {
            return AgeFailure.NoMatch;
        }

        Span<byte> shared = stackalloc byte[32];
        Span<byte> wrapKey = stackalloc byte[32];
        if (stanza.Arguments.Count != 1 || stanza.Body.Length != BodySize
            || !StrictBase64.TryParseUnpadded(System.Text.Encoding.ASCII.GetBytes(stanza.Arguments[0]), out var share)
            || share.Length != 32 || !identity.TryAgree(share, shared))
        {
            return AgeFailure.Header;
        }

        DeriveWrapKey(shared, share, identity.PublicKeySpan, wrapKey);
        var opened = Sodium.ChaChaDecrypt(fileKey, 0, 0, stanza.Body, BodySize, [], 0, ZeroNonce, wrapKey) == 0;
        CryptographicOperations.ZeroMemory(shared);
        CryptographicOperations.ZeroMemory(wrapKey);
        return opened ? AgeFailure.None : AgeFailure.NoMatch;
    }

    private static void DeriveWrapKey(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> share, ReadOnlySpan<byte> recipient, Span<byte> wrapKey)
    {
        Span<byte> salt = stackalloc byte[64];
        share.CopyTo(salt);
        recipient.CopyTo(salt[32..]);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, wrapKey, salt, Info);
    }
}
