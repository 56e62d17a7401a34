using System.Security.Cryptography;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>A signing key of Ed25519 (RFC 8032) in guarded memory.</summary>
/// <remarks>Parameters: seed 32 bytes, public key 32 bytes, signature 64 bytes, deterministic.</remarks>
public sealed class Ed25519SigningKey : IDisposable
{
    /// <summary>Bytes of a seed.</summary>
    public const int SeedSize = 32;

    private readonly KeyHandle handle;
    private readonly byte[] publicKey = new byte[Ed25519.PublicKeySize];

    private Ed25519SigningKey(ReadOnlySpan<byte> seed)
    {
        Span<byte> expanded = stackalloc byte[64];
        if (Sodium.SignSeedKeyPair(publicKey, expanded, seed) != 0)
        {
            throw new SealingUnavailableException("libsodium could not expand a signing key");
        }

        handle = KeyArena.Shared.Store(expanded);
        CryptographicOperations.ZeroMemory(expanded);
    }

    /// <summary>A copy of the public key, 32 bytes.</summary>
    public byte[] PublicKey => [.. publicKey];

    /// <summary>Expands the 32 bytes; the caller zeroes its own copy.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Ed25519SigningKey FromSeed(ReadOnlySpan<byte> seed) =>
        seed.Length == SeedSize ? new Ed25519SigningKey(seed) : throw Errors.WrongLength(nameof(seed), SeedSize, seed.Length);

    /// <summary>A fresh key.</summary>
    public static Ed25519SigningKey Generate(RandomFill random)
    {
        Span<byte> seed = stackalloc byte[SeedSize];
        random(seed);
        var key = new Ed25519SigningKey(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }

    /// <summary>Signs a message that starts with its domain (see <see cref="Domains"/>).</summary>
    /// <exception cref="ArgumentException">The signature's buffer is not 64 bytes.</exception>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        if (signature.Length != Ed25519.SignatureSize)
        {
            throw Errors.WrongLength(nameof(signature), Ed25519.SignatureSize, signature.Length);
        }

        using var lease = handle.Open();
        if (Sodium.SignDetached(signature, 0, message, (ulong)message.Length, lease.Bytes) != 0)
        {
            throw new SealingUnavailableException("libsodium could not sign");
        }
    }

    /// <summary>Copies the seed out, for a key file or a key ring; the caller zeroes the copy.</summary>
    /// <exception cref="ArgumentException">The destination is not 32 bytes.</exception>
    public void ExportSeed(Span<byte> destination)
    {
        if (destination.Length != SeedSize)
        {
            throw Errors.WrongLength(nameof(destination), SeedSize, destination.Length);
        }

        using var lease = handle.Open();
        lease.Bytes[..SeedSize].CopyTo(destination);
    }

    /// <summary>Zeroes the key, after the uses that are under way.</summary>
    public void Dispose() => handle.Dispose();

    internal ReadOnlySpan<byte> PublicKeySpan => publicKey;
}
