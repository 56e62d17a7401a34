using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>Verification of Ed25519 signatures (RFC 8032).</summary>
/// <remarks>
/// Parameters: public key 32 bytes, signature 64 bytes. Strict: a non-canonical S, a non-canonical or low-order public
/// key and a low-order R are refused, so that a signature cannot be re-written into another valid one.
/// </remarks>
public static class Ed25519
{
    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeySize = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = 64;

    /// <summary>True when the signature is this key's over exactly this message. Wrong lengths are false, never an exception.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == PublicKeySize
        && signature.Length == SignatureSize
        && Sodium.SignVerifyDetached(signature, message, (ulong)message.Length, publicKey) == 0;
}
