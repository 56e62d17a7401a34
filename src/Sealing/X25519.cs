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

    internal static bool IsLowOrder(ReadOnlySpan<byte> publicKey)
    {
        // Any scalar finds a low-order point, because clamping makes every scalar a multiple of the cofactor.
        Span<byte> scalar = stackalloc byte[X25519PrivateKey.Size];
        Span<byte> shared = stackalloc byte[X25519PrivateKey.Size];
        scalar.Fill(1);
        return !TryAgree(scalar, publicKey, shared);
    }
}
