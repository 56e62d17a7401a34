using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>A custodian's mnemonic on its way to the silo: HPKE base to the silo key of this start.</summary>
/// <remarks>
/// Reference: docs/specs/vault.md, "Giving a share". info = <c>&lt;origin&gt;/vault-give/v1</c>, LF, fingerprint; aad = purpose; plaintext = padded mnemonic.
/// Parameters: plaintext 1,024 bytes, envelope 1,072 bytes, whatever the words are.
/// </remarks>
public static class ShareEnvelope
{
    /// <summary>Bytes of the padded mnemonic: the buffer that opening needs.</summary>
    public const int PlaintextSize = Padding.MinPaddedLength;

    /// <summary>Bytes of an envelope.</summary>
    public const int Size = PlaintextSize + Hpke.Overhead;

    /// <summary>Seals a mnemonic.</summary>
    /// <exception cref="ArgumentException">The mnemonic is longer than 1,020 bytes, the key is none, or there is no purpose.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> mnemonicUtf8, ReadOnlySpan<byte> siloPublicKey, Origin origin, SharePurpose purpose, RandomFill random)
    {
        if (mnemonicUtf8.Length > Slip39Share.MaxTextLength)
        {
            throw Errors.TooLong(nameof(mnemonicUtf8), Slip39Share.MaxTextLength, mnemonicUtf8.Length);
        }

        using var padded = new SecretBuffer(PlaintextSize);
        Padding.Pad(mnemonicUtf8, padded.Span);
        var envelope = new byte[Size];
        Hpke.Seal(envelope, siloPublicKey, Info(origin, siloPublicKey), Aad(purpose), padded.Span, random);
        return envelope;
    }

    /// <summary>
    /// Opens an envelope into a buffer of 1,024 bytes, which the caller zeroes, and finds the mnemonic in it. False, with the buffer zeroed, when the envelope is of another
    /// size, silo key, origin or purpose, or was altered.
    /// </summary>
    /// <exception cref="ArgumentException">The buffer is not 1,024 bytes, or there is no purpose.</exception>
    public static bool TryOpen(
        ReadOnlySpan<byte> envelope, X25519PrivateKey siloKey, Origin origin, SharePurpose purpose, Span<byte> plaintext, out Range mnemonic)
    {
        mnemonic = default;
        if (plaintext.Length != PlaintextSize)
        {
            throw Errors.WrongLength(nameof(plaintext), PlaintextSize, plaintext.Length);
        }

        var aad = Aad(purpose);
        var opened = envelope.Length == Size
            && Hpke.TryOpen(plaintext, siloKey, Info(origin, siloKey.PublicKeySpan), aad, envelope)
            && Padding.TryUnpad(plaintext, out mnemonic);
        if (!opened)
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }

        return opened;
    }

    private static byte[] Info(Origin origin, ReadOnlySpan<byte> siloPublicKey) =>
        Encoding.ASCII.GetBytes($"{Domains.VaultGive(origin)}\n{SiloKey.Fingerprint(siloPublicKey)}");

    private static byte[] Aad(SharePurpose purpose) => purpose == default
        ? throw Errors.Malformed(nameof(purpose), "a purpose")
        : Encoding.ASCII.GetBytes(purpose.ToString());
}
