using System.Security.Cryptography;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>A private key of X25519 (RFC 7748) in guarded memory: opens what was sealed to its public key.</summary>
/// <remarks>Parameters: private key 32 bytes, public key 32 bytes, shared secret 32 bytes. Low-order peers are refused.</remarks>
public sealed class X25519PrivateKey : IDisposable
{
    /// <summary>Bytes of a private key, a public key and a shared secret.</summary>
    public const int Size = 32;

    private readonly KeyHandle handle;
    private readonly byte[] publicKey = new byte[Size];

    private X25519PrivateKey(ReadOnlySpan<byte> bytes)
    {
        X25519.PublicKey(bytes, publicKey);
        handle = KeyArena.Shared.Store(bytes);
    }

    /// <summary>A copy of the public key, 32 bytes.</summary>
    public byte[] PublicKey => [.. publicKey];

    /// <summary>Copies the 32 bytes; the caller zeroes its own copy.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static X25519PrivateKey FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size ? new X25519PrivateKey(bytes) : throw Errors.WrongLength(nameof(bytes), Size, bytes.Length);

    /// <summary>A fresh key.</summary>
    public static X25519PrivateKey Generate(RandomFill random)
    {
        Span<byte> bytes = stackalloc byte[Size];
        random(bytes);
        var key = new X25519PrivateKey(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    /// <summary>Copies the private key out, for a key file or a key ring; the caller zeroes the copy.</summary>
    /// <exception cref="ArgumentException">The destination is not 32 bytes.</exception>
    public void Export(Span<byte> destination)
    {
        if (destination.Length != Size)
        {
            throw Errors.WrongLength(nameof(destination), Size, destination.Length);
        }

        using var lease = handle.Open();
        lease.Bytes.CopyTo(destination);
    }

    /// <summary>Zeroes the key, after the uses that are under way.</summary>
    public void Dispose() => handle.Dispose();

    internal ReadOnlySpan<byte> PublicKeySpan => publicKey;

    /// <summary>False when the peer is a low-order point: the shared secret would be known to everybody.</summary>
    internal bool TryAgree(ReadOnlySpan<byte> peer, Span<byte> shared)
    {
        using var lease = handle.Open();
        return X25519.TryAgree(lease.Bytes, peer, shared);
    }
}
