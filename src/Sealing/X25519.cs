using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>The function of RFC 7748 over raw bytes, for ephemeral keys that live on the stack.</summary>
internal static class X25519
{
    internal static void PublicKey(ReadOnlySpan<byte> secret, Span<byte> publicKey)
    {
        if (Sodium.ScalarMultBase(publicKey, secret) != 0)
        {
            throw new SealingUnavailableException("libsodium could not compute a public key");
        }
    }

    /// <summary>False when the peer is a low-order point. <paramref name="shared"/> is then all zeros.</summary>
    internal static bool TryAgree(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> peer, Span<byte> shared)
    {
        if (peer.Length == X25519PrivateKey.Size && Sodium.ScalarMult(shared, secret, peer) == 0)
        {
            return true;
        }

        shared.Clear();
        return false;
    }

    /// <summary>True for a public key in its one spelling (RFC 7748: below 2^255 − 19, top bit clear) that is not of low order.</summary>
    /// <remarks>
    /// X25519 itself takes every spelling, but age and HPKE hash the public key's bytes: what is sealed to another spelling opens
    /// for nobody, and two spellings of a recipient would pass for two people.
    /// </remarks>
    internal static bool IsUsable(ReadOnlySpan<byte> publicKey) => IsCanonical(publicKey) && !IsLowOrder(publicKey);

    internal static bool IsLowOrder(ReadOnlySpan<byte> publicKey)
    {
        // Any scalar finds a low-order point, because clamping makes every scalar a multiple of the cofactor.
        Span<byte> scalar = stackalloc byte[X25519PrivateKey.Size];
        Span<byte> shared = stackalloc byte[X25519PrivateKey.Size];
        scalar.Fill(1);
        return !TryAgree(scalar, publicKey, shared);
    }

    /// <summary>True for 32 bytes below 2^255 − 19. It reads a public key only, so it may take its time.</summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == X25519PrivateKey.Size
        && publicKey[31] <= 0x7F
        && (publicKey[31] < 0x7F || publicKey[1..31].ContainsAnyExcept((byte)0xFF) || publicKey[0] < 0xED);
}
