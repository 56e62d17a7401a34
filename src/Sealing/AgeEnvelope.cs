using System.Buffers;
using System.Security.Cryptography;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>age v1 files with X25519 recipients: the source part, which the ordinary <c>age</c> tool opens.</summary>
/// <remarks>
/// Reference: c2sp.org/age (age-encryption.org/v1). Binary form only; no passphrases. Stanzas of other types are skipped when
/// opening, as the specification says, so that post-quantum recipients made by the age tool keep working. Padding is the caller's.
/// Limits: 16 stanzas, 64 KiB of header.
/// </remarks>
public static class AgeEnvelope
{
    private const int MacSize = 32;

    /// <summary>Seals everything that <paramref name="plaintext"/> holds to 1 to 16 public keys of 32 bytes.</summary>
    /// <exception cref="ArgumentException">No recipient, more than 16, or one that is no usable public key.</exception>
    public static void Write(Stream output, Stream plaintext, IReadOnlyList<byte[]> recipientPublicKeys, RandomFill random)
    {
        if (!AreUsable(recipientPublicKeys))
        {
            throw Errors.Malformed(nameof(recipientPublicKeys), "a list of 1 to 16 canonical public keys of 32 bytes");
        }

        Span<byte> fileKey = stackalloc byte[AgeRecipient.FileKeySize];
        random(fileKey);
        try
        {
            WriteHeader(output, recipientPublicKeys, fileKey, random);
            AgePayload.Write(output, plaintext, fileKey, random);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }

    /// <summary>Opens an age file. On a refusal the output may hold a first part of the plaintext and must be thrown away.</summary>
    public static bool TryOpen(Stream output, Stream envelope, X25519PrivateKey identity, out AgeFailure reason)
    {
        var window = ArrayPool<byte>.Shared.Rent(AgeHeaderReader.MaxLength);
        try
        {
            return TryOpenCore(output, envelope, identity, window, out reason);
        }
        finally
        {
            // What was in it is as public as the file.
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    /// <summary>Reads the header and nothing after it. This is as far as the silo ever parses a source part.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> envelope, out AgeHeader? header, out AgeFailure reason) =>
        AgeHeaderReader.TryRead(envelope, out header, out reason);

    private static bool TryOpenCore(Stream output, Stream envelope, X25519PrivateKey identity, byte[] window, out AgeFailure reason)
    {
        var length = envelope.ReadAtLeast(window.AsSpan(0, AgeHeaderReader.MaxLength), AgeHeaderReader.MaxLength, throwOnEndOfStream: false);
        if (!AgeHeaderReader.TryRead(window.AsSpan(0, length), out var header, out reason))
        {
            return false;
        }

        Span<byte> fileKey = stackalloc byte[AgeRecipient.FileKeySize];
        reason = TryUnwrap(header!, window, identity, fileKey);
        if (reason == AgeFailure.None)
        {
            using var payload = new PrefixedStream(window.AsMemory(header!.Length, length - header.Length), envelope);
            reason = AgePayload.Open(output, payload, fileKey);
        }

        CryptographicOperations.ZeroMemory(fileKey);
        return reason == AgeFailure.None;
    }

    private static bool AreUsable(IReadOnlyList<byte[]> recipients)
    {
        var usable = recipients.Count is > 0 and <= DepositLimits.Stanzas;
        for (var i = 0; usable && i < recipients.Count; i++)
        {
            usable = X25519.IsCanonical(recipients[i]);
        }

        return usable;
    }

    private static void WriteHeader(Stream output, IReadOnlyList<byte[]> recipients, ReadOnlySpan<byte> fileKey, RandomFill random)
    {
        var header = new AgeHeaderWriter(stackalloc byte[AgeHeaderWriter.MaxLength]);
        Span<byte> share = stackalloc byte[X25519PrivateKey.Size];
        Span<byte> body = stackalloc byte[AgeRecipient.BodySize];
        header.WriteFirstLine();
        for (var i = 0; i < recipients.Count; i++)
        {
            AgeRecipient.Wrap(recipients[i], fileKey, random, share, body);
            header.WriteStanza(share, body);
        }

        header.WriteDashes();
        Span<byte> mac = stackalloc byte[MacSize];
        ComputeMac(fileKey, header.Written, mac);
        header.WriteMac(mac);
        output.Write(header.Written);
    }

    private static AgeFailure TryUnwrap(AgeHeader header, ReadOnlySpan<byte> file, X25519PrivateKey identity, Span<byte> fileKey)
    {
        if (header.Stanzas.Any(stanza => stanza.Type == "scrypt"))
        {
            return header.StanzaCount == 1 ? AgeFailure.Passphrase : AgeFailure.Header;
        }

        var matched = AgeFailure.NoMatch;
        Span<byte> candidate = stackalloc byte[AgeRecipient.FileKeySize];
        foreach (var stanza in header.Stanzas)
        {
            var outcome = AgeRecipient.TryUnwrap(stanza, identity, candidate);
            if (outcome == AgeFailure.Header)
            {
                CryptographicOperations.ZeroMemory(candidate);
                return AgeFailure.Header;
            }

            if (outcome == AgeFailure.None && matched == AgeFailure.NoMatch)
            {
                candidate.CopyTo(fileKey);
                matched = AgeFailure.None;
            }
        }

        CryptographicOperations.ZeroMemory(candidate);
        Span<byte> mac = stackalloc byte[MacSize];
        ComputeMac(fileKey, file[..header.AuthenticatedLength], mac);
        return matched == AgeFailure.None && !CryptographicOperations.FixedTimeEquals(mac, header.Mac) ? AgeFailure.HeaderMac : matched;
    }

    private static void ComputeMac(ReadOnlySpan<byte> fileKey, ReadOnlySpan<byte> authenticated, Span<byte> mac)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, key, salt: [], info: "header"u8);
        HMACSHA256.HashData(key, authenticated, mac);
        CryptographicOperations.ZeroMemory(key);
    }
}
