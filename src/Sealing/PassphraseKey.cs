using System.Security.Cryptography;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>A key from a passphrase by Argon2id, version 0x13, one lane (RFC 9106).</summary>
/// <remarks>
/// Parameters: salt 16 bytes; operations (passes) 1 to 10; memory 8 KiB to 1 GiB; key 32 bytes; no secret, no associated data. The limits are for
/// parameters that are read from a file: no file can demand 100 GiB or a day.
/// </remarks>
public static class PassphraseKey
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltSize = 16;

    /// <summary>The longest passphrase, in bytes.</summary>
    public const int MaxPassphraseLength = 1024;

    /// <summary>The most passes.</summary>
    public const int MaxOperations = 10;

    /// <summary>The least memory, in KiB.</summary>
    public const int MinMemoryKiB = 8;

    /// <summary>The most memory, in KiB: 1 GiB.</summary>
    public const int MaxMemoryKiB = 1024 * 1024;

    private const int Argon2id13 = 2;

    /// <summary>True when passes and memory are within the limits.</summary>
    public static bool IsAllowed(long operations, long memoryKiB) =>
        operations is >= 1 and <= MaxOperations && memoryKiB is >= MinMemoryKiB and <= MaxMemoryKiB;

    /// <summary>Derives the key; the caller disposes it.</summary>
    /// <exception cref="ArgumentException">The salt is not 16 bytes, the passphrase is too long, or a parameter is beyond its limits.</exception>
    /// <exception cref="SealingUnavailableException">The memory can't be had.</exception>
    public static SecretKey Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int operations, int memoryKiB)
    {
        if (salt.Length != SaltSize)
        {
            throw Errors.WrongLength(nameof(salt), SaltSize, salt.Length);
        }

        if (passphrase.Length > MaxPassphraseLength)
        {
            throw Errors.TooLong(nameof(passphrase), MaxPassphraseLength, passphrase.Length);
        }

        if (!IsAllowed(operations, memoryKiB))
        {
            throw Errors.Malformed(nameof(operations), "1 to 10 with a memory of 8 KiB to 1 GiB");
        }

        Span<byte> bytes = stackalloc byte[SecretKey.Size];
        try
        {
            return Sodium.PasswordHash(
                bytes, SecretKey.Size, passphrase, (ulong)passphrase.Length, salt, (ulong)operations, (nuint)memoryKiB * 1024, Argon2id13) == 0
                ? SecretKey.FromBytes(bytes)
                : throw new SealingUnavailableException("libsodium could not derive a key: is there enough memory");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
