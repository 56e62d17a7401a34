using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Formatting;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>The offline identity's private key under a passphrase: the text <c>broker-identity/1</c>.</summary>
/// <remarks>
/// Reference: docs/specs/vault.md, "The identity file". XChaCha20-Poly1305 of the Ed25519 seed (32 bytes) under Argon2id of the passphrase; aad = the lines before
/// <c>sealed</c>. Limits, before any cryptography: 1 KiB, and those of <see cref="PassphraseKey"/>.
/// </remarks>
public sealed class IdentityFile
{
    /// <summary>The longest text, in bytes.</summary>
    public const int MaxBytes = 1024;

    /// <summary>Passes of a new file.</summary>
    public const int DefaultOperations = 3;

    /// <summary>Memory of a new file, in KiB: 256 MiB, so that a guess costs about half a second of a core and as much memory.</summary>
    public const int DefaultMemoryKiB = 256 * 1024;

    private const int SealedSize = Ed25519SigningKey.SeedSize + XChaCha20Poly1305.Overhead;

    private readonly byte[] aad;
    private readonly byte[] salt;
    private readonly byte[] sealedSeed;

    private IdentityFile(Origin origin, byte[] publicKey, int operations, int memoryKiB, byte[] salt, byte[] aad, byte[] sealedSeed)
    {
        (Origin, PublicKey, Operations, MemoryKiB) = (origin, publicKey, operations, memoryKiB);
        (this.salt, this.aad, this.sealedSeed) = (salt, aad, sealedSeed);
    }

    /// <summary>The broker instance whose identity it is.</summary>
    public Origin Origin { get; }

    /// <summary>The name that the identity signs under.</summary>
    public string Name => NameOf(Origin);

    /// <summary>The Ed25519 public key that the file names, 32 bytes; proven only by <see cref="TryOpen"/>.</summary>
    public byte[] PublicKey { get; }

    /// <summary>Passes of Argon2id.</summary>
    public int Operations { get; }

    /// <summary>Memory of Argon2id, in KiB.</summary>
    public int MemoryKiB { get; }

    /// <summary>The name under which the identity of an instance signs: <c>&lt;origin&gt;/identity</c>.</summary>
    public static string NameOf(Origin origin) => origin == default ? throw Errors.Malformed(nameof(origin), "an origin") : $"{origin}/identity";

    /// <summary>The text of a new file.</summary>
    /// <exception cref="ArgumentException">The passphrase is empty or too long, or a parameter is beyond its limits.</exception>
    public static byte[] Format(
        Origin origin, Ed25519SigningKey identity, ReadOnlySpan<byte> passphrase, RandomFill random,
        int operations = DefaultOperations, int memoryKiB = DefaultMemoryKiB)
    {
        if (passphrase.IsEmpty)
        {
            throw Errors.TooShort(nameof(passphrase), 1, 0);
        }

        Span<byte> salt = stackalloc byte[PassphraseKey.SaltSize];
        random(salt);
        var lines = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"broker-identity/1\nname {NameOf(origin)}\npublic {Hex.Format(identity.PublicKeySpan)}\nkdf argon2id {operations} {memoryKiB} {Hex.Format(salt)}\n"));
        using var key = PassphraseKey.Derive(passphrase, salt, operations, memoryKiB);
        using var seed = new SecretBuffer(Ed25519SigningKey.SeedSize);
        identity.ExportSeed(seed.Span);
        var sealedSeed = new byte[SealedSize];
        XChaCha20Poly1305.Seal(sealedSeed, key, lines, seed.Span, random);
        return [.. lines, .. Encoding.ASCII.GetBytes($"sealed {StrictBase64.Format(sealedSeed)}\n")];
    }

    /// <summary>Reads a file without opening it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out IdentityFile? file, out IdentityFileFailure reason)
    {
        (file, reason) = (null, IdentityFileFailure.TooLarge);
        if (utf8.Length > MaxBytes)
        {
            return false;
        }

        reason = IdentityFileFailure.Malformed;
        var reader = new LineReader(utf8);
        if (!reader.TryReadExactly("broker-identity/1"u8)
            || !reader.TryRead("name "u8, out var name) || !name.EndsWith("/identity"u8) || !Origin.TryParse(name[..^"/identity".Length], out var origin)
            || !reader.TryRead("public "u8, out var publicText) || !LineReader.TryParseHex(publicText, Ed25519.PublicKeySize, out var publicKey)
            || !reader.TryRead("kdf argon2id "u8, out var kdf) || !TryParseKdf(kdf, out var operations, out var memoryKiB, out var salt))
        {
            return false;
        }

        var lines = utf8[..^reader.Remaining];
        if (!reader.TryRead("sealed "u8, out var sealedText) || !reader.AtEnd
            || !StrictBase64.TryParse(sealedText, out var sealedSeed) || sealedSeed.Length != SealedSize)
        {
            return false;
        }

        reason = PassphraseKey.IsAllowed(operations, memoryKiB) ? IdentityFileFailure.None : IdentityFileFailure.Limits;
        file = reason == IdentityFileFailure.None
            ? new IdentityFile(origin, publicKey, (int)operations, (int)memoryKiB, salt, lines.ToArray(), sealedSeed)
            : null;
        return file is not null;
    }

    /// <summary>Opens the key; the caller disposes it. False when the passphrase is another one, or the file was altered anywhere.</summary>
    /// <exception cref="SealingUnavailableException">The memory can't be had.</exception>
    public bool TryOpen(ReadOnlySpan<byte> passphrase, out Ed25519SigningKey? identity, out IdentityFileFailure reason)
    {
        (identity, reason) = (null, IdentityFileFailure.WrongPassphraseOrAltered);
        if (passphrase.Length > PassphraseKey.MaxPassphraseLength)
        {
            return false;
        }

        using var key = PassphraseKey.Derive(passphrase, salt, Operations, MemoryKiB);
        using var seed = new SecretBuffer(Ed25519SigningKey.SeedSize);
        if (!XChaCha20Poly1305.TryOpen(seed.Span, key, aad, sealedSeed))
        {
            return false;
        }

        // Sealed by the right passphrase but for another key: a writer's bug must not become an identity.
        var opened = Ed25519SigningKey.FromSeed(seed.Span);
        if (!CryptographicOperations.FixedTimeEquals(opened.PublicKeySpan, PublicKey))
        {
            opened.Dispose();
            reason = IdentityFileFailure.Malformed;
            return false;
        }

        (identity, reason) = (opened, IdentityFileFailure.None);
        return true;
    }

    private static bool TryParseKdf(ReadOnlySpan<byte> text, out long operations, out long memoryKiB, out byte[] salt)
    {
        (operations, memoryKiB, salt) = (0, 0, []);
        return LineReader.TrySplit(ref text, out var first) && LineReader.TryParseNumber(first, long.MaxValue, out operations)
            && LineReader.TrySplit(ref text, out var second) && LineReader.TryParseNumber(second, long.MaxValue, out memoryKiB)
            && LineReader.TryParseHex(text, PassphraseKey.SaltSize, out salt);
    }
}
