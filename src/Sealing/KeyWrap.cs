using System.Security.Cryptography;

namespace Broker.Sealing;

/// <summary>A <see cref="SecretKey"/> sealed under another one (XChaCha20-Poly1305): how data keys are stored.</summary>
/// <remarks>Form: 72 bytes = nonce 24, ciphertext 32, tag 16. Deleting them shreds what the key sealed.</remarks>
public static class KeyWrap
{
    /// <summary>Bytes of a wrapped key.</summary>
    public const int Size = SecretKey.Size + XChaCha20Poly1305.Overhead;

    /// <summary>Wraps <paramref name="key"/> under <paramref name="wrapping"/>.</summary>
    /// <exception cref="ArgumentException">The output is not 72 bytes.</exception>
    public static void Wrap(Span<byte> wrapped, SecretKey wrapping, ReadOnlySpan<byte> aad, SecretKey key, RandomFill random)
    {
        using var lease = key.Open();
        XChaCha20Poly1305.Seal(wrapped, wrapping, aad, lease.Bytes, random);
    }

    /// <summary>False when the wrapped bytes are not 72, were altered, or belong to another key or aad.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> wrapped, SecretKey wrapping, ReadOnlySpan<byte> aad, out SecretKey? key)
    {
        key = null;
        Span<byte> bytes = stackalloc byte[SecretKey.Size];
        if (wrapped.Length == Size && XChaCha20Poly1305.TryOpen(bytes, wrapping, aad, wrapped))
        {
            key = SecretKey.FromBytes(bytes);
        }

        CryptographicOperations.ZeroMemory(bytes);
        return key is not null;
    }
}
