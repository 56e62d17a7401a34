using System.Security.Cryptography;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>Checks a deposit package, and opens its observation.</summary>
/// <remarks>
/// Reference: docs/specs/envelope.md, verification steps. Refusals of <see cref="OpenObservation"/> may differ in their code because
/// only a holder of the enrolment secret and the epoch's public key can make an envelope that opens at all.
/// </remarks>
public static class DepositOpener
{
    /// <summary>Checks everything that needs no decryption: limits, signature, head, digests and sizes, the age header.</summary>
    /// <param name="parts">The package, read by <see cref="DepositPackage.TryRead"/>.</param>
    /// <param name="origin">This broker instance.</param>
    /// <param name="depositor">The depositor whose request carried the package.</param>
    /// <param name="epochPublicKey">The public key of an epoch (32 bytes), or null when it is not known.</param>
    /// <param name="head">The head, when nothing is refused.</param>
    /// <param name="headBytes">Its exact bytes, a slice of the manifest.</param>
    /// <returns>Null when the package holds, else the first reason.</returns>
    public static DepositRefusal? Check(
        PackageParts parts, Origin origin, DepositorKeys depositor, Func<EpochId, byte[]?> epochPublicKey,
        out DepositHead? head, out ReadOnlyMemory<byte> headBytes)
    {
        (head, headBytes) = (null, default);
        if (CheckLimits(parts) is { } overLimit)
        {
            return overLimit;
        }

        if (!NoteText.TrySplit(parts.Manifest.Span, out var textLength) || !TryFindObservationLine(parts.Manifest.Span[..textLength], out var headLength))
        {
            return DepositRefusal.ManifestMalformed;
        }

        if (headLength > DepositLimits.Head)
        {
            return DepositRefusal.TooLarge;
        }

        if (!NoteText.TryVerify(parts.Manifest.Span, depositor.SignerName, depositor.PublicKey, out var text))
        {
            return DepositRefusal.ManifestSignature;
        }

        if (!DepositHead.TryParse(text[..headLength], out var parsed, out var malformed))
        {
            return malformed;
        }

        var refusal = CheckHead(parsed!, origin, depositor, epochPublicKey) ?? CheckObservation(text[headLength..], parts) ?? CheckParts(parsed!, parts);
        if (refusal is null)
        {
            (head, headBytes) = (parsed, parts.Manifest[..headLength]);
        }

        return refusal;
    }

    /// <summary>Opens an observation whose package was checked.</summary>
    /// <param name="head">The head that <see cref="Check"/> gave.</param>
    /// <param name="headBytes">Its exact bytes.</param>
    /// <param name="sealedObservation">The observation part.</param>
    /// <param name="epochKey">The private key of the head's epoch.</param>
    /// <param name="enrolmentSecret">The secret of the head's depositor.</param>
    /// <param name="scratch">At least the sealed size − 48 bytes of memory that the caller zeroes after use; zeroed here on a refusal.</param>
    /// <param name="observation">Where in <paramref name="scratch"/> the observation is.</param>
    /// <returns>Null when it opened, else the reason.</returns>
    /// <exception cref="ArgumentException">The scratch memory is too short.</exception>
    public static DepositRefusal? OpenObservation(
        DepositHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> sealedObservation, X25519PrivateKey epochKey,
        SecretKey enrolmentSecret, Span<byte> scratch, out Range observation)
    {
        using var psk = ObservationEnvelope.Psk(enrolmentSecret);
        using var lease = psk.Open();
        return OpenWithPsk(head, headBytes, sealedObservation, epochKey, lease.Bytes, scratch, out observation);
    }

    /// <summary>As the other one, with the secret of a depositor that the ring gives.</summary>
    /// <param name="head">The head that <see cref="Check"/> gave.</param>
    /// <param name="headBytes">Its exact bytes.</param>
    /// <param name="sealedObservation">The observation part.</param>
    /// <param name="ring">The ring that the broker enrolled the depositor with.</param>
    /// <param name="depositor">The depositor.</param>
    /// <param name="scratch">At least the sealed size − 48 bytes of memory that the caller zeroes after use; zeroed here on a refusal.</param>
    /// <param name="observation">Where in <paramref name="scratch"/> the observation is.</param>
    /// <returns>Null when it opened, else the reason.</returns>
    /// <exception cref="ArgumentException">The scratch memory is too short.</exception>
    public static DepositRefusal? OpenObservation(
        DepositHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> sealedObservation, KeyRing ring, AccountId depositor,
        Span<byte> scratch, out Range observation)
    {
        observation = default;
        if (ring.FindEpoch(head.Epoch) is not { } epoch)
        {
            return DepositRefusal.UnknownEpoch;
        }

        Span<byte> psk = stackalloc byte[SecretKey.Size];
        try
        {
            ring.ObservationPsk(depositor, psk);
            return OpenWithPsk(head, headBytes, sealedObservation, epoch.Sealing, psk, scratch, out observation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(psk);
        }
    }

    private static DepositRefusal? OpenWithPsk(
        DepositHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> sealedObservation, X25519PrivateKey epochKey,
        ReadOnlySpan<byte> psk, Span<byte> scratch, out Range observation)
    {
        observation = default;
        var length = sealedObservation.Length - Hpke.Overhead;
        if (length < ObservationEnvelope.SaltSize + Padding.MinPaddedLength || sealedObservation.Length > DepositLimits.Observation)
        {
            return DepositRefusal.OpenFailed;
        }

        if (scratch.Length < length)
        {
            throw Errors.TooShort(nameof(scratch), length, scratch.Length);
        }

        var plaintext = scratch[..length];
        var refusal = OpenCore(head, headBytes, sealedObservation, epochKey, psk, plaintext, out var content);
        if (refusal is not null)
        {
            CryptographicOperations.ZeroMemory(scratch);
            return refusal;
        }

        observation = (content.Start.Value + ObservationEnvelope.SaltSize)..(content.End.Value + ObservationEnvelope.SaltSize);
        return null;
    }

    private static DepositRefusal? OpenCore(
        DepositHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> sealedObservation, X25519PrivateKey epochKey,
        ReadOnlySpan<byte> psk, Span<byte> plaintext, out Range content)
    {
        content = default;
        if (!Hpke.TryOpenPsk(
            plaintext, epochKey, ObservationEnvelope.Info(head.Origin, head.Epoch), headBytes, sealedObservation,
            psk, ObservationEnvelope.PskId(head.Depositor)))
        {
            return DepositRefusal.OpenFailed;
        }

        Span<byte> commit = stackalloc byte[SHA256.HashSizeInBytes];
        ObservationEnvelope.Commit(head.Origin, plaintext, commit);
        if (!CryptographicOperations.FixedTimeEquals(commit, head.Commit))
        {
            return DepositRefusal.CommitMismatch;
        }

        return Padding.TryUnpad(plaintext[ObservationEnvelope.SaltSize..], out content) ? null : DepositRefusal.Padding;
    }

    private static DepositRefusal? CheckLimits(PackageParts parts) =>
        parts.Manifest.Length > DepositLimits.Manifest || parts.Caveats.Length > DepositLimits.Caveats
        || parts.Observation.Length > DepositLimits.Observation || parts.Source.Length > DepositLimits.Source
            ? DepositRefusal.TooLarge
            : null;

    private static bool TryFindObservationLine(ReadOnlySpan<byte> text, out int headLength)
    {
        headLength = text[..^1].LastIndexOf((byte)'\n') + 1;
        return headLength > 0 && text[headLength..].StartsWith("observation "u8);
    }

    private static DepositRefusal? CheckHead(
        DepositHead head, Origin origin, DepositorKeys depositor, Func<EpochId, byte[]?> epochPublicKey)
    {
        if (head.Origin != origin)
        {
            return DepositRefusal.WrongOrigin;
        }

        if (head.Depositor != depositor.Account)
        {
            return DepositRefusal.WrongDepositor;
        }

        var known = epochPublicKey(head.Epoch);
        return known is not null && SHA256.HashData(known).AsSpan(0, 16).SequenceEqual(head.EpochKeyDigest16)
            ? null
            : DepositRefusal.UnknownEpoch;
    }

    private static DepositRefusal? CheckObservation(ReadOnlySpan<byte> line, PackageParts parts)
    {
        if (line.SequenceEqual(DepositSealer.ObservationLine(parts.Observation.Span)))
        {
            return null;
        }

        var reader = new LineReader(line);
        if (!reader.TryRead("observation "u8, out var value) || !LineReader.TrySplit(ref value, out var suite)
            || !LineReader.TrySplit(ref value, out var size) || !LineReader.TryParseNumber(size, long.MaxValue, out _)
            || !LineReader.TryParseHex(value, 32, out _))
        {
            return DepositRefusal.ManifestMalformed;
        }

        return suite.SequenceEqual("0020.0001.0003"u8) ? DepositRefusal.ObservationDigest : DepositRefusal.UnknownSuite;
    }

    private static DepositRefusal? CheckParts(DepositHead head, PackageParts parts)
    {
        if (!SHA256.HashData(parts.Caveats.Span).AsSpan().SequenceEqual(head.CaveatsDigest))
        {
            return DepositRefusal.CaveatsDigest;
        }

        if (parts.Source.Length != head.SourceSize || !SHA256.HashData(parts.Source.Span).AsSpan().SequenceEqual(head.SourceDigest))
        {
            return DepositRefusal.SourceDigest;
        }

        return AgeEnvelope.TryReadHeader(parts.Source.Span, out _, out _) ? null : DepositRefusal.SourceEnvelope;
    }
}
