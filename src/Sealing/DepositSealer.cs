using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Formatting;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>Seals one record on the depositor's machine: pads, makes the age file of the source part, seals the observation, signs.</summary>
/// <remarks>Reference: docs/specs/envelope.md.</remarks>
public static class DepositSealer
{
    // What an age file of one chunk and some recipients has beside its plaintext; more only costs a larger buffer.
    private const int AgeRoom = 1024;

    /// <summary>The bytes of one deposit package.</summary>
    /// <exception cref="ArgumentException">A part is over its limit, a name or key is malformed, or there is no source recipient.</exception>
    public static byte[] Seal(SealRequest request, RandomFill random)
    {
        var source = SealSource(request, random);
        using var plaintext = SaltAndPad(request.Observation.Span, random);
        Span<byte> commit = stackalloc byte[SHA256.HashSizeInBytes];
        ObservationEnvelope.Commit(request.Origin, plaintext.Span, commit);

        var head = Head(request, source, commit).Encode();
        if (head.Length > DepositLimits.Head)
        {
            throw Errors.TooLong(nameof(request), DepositLimits.Head, head.Length);
        }

        var observation = SealObservation(request, head, plaintext.Span, random);
        var manifest = NoteText.Sign([.. head, .. ObservationLine(observation)], request.SignerName, request.ManifestKey);
        return DepositPackage.Encode(new PackageParts(manifest, request.Caveats, observation, source));
    }

    /// <summary>The manifest's line about the sealed observation.</summary>
    internal static byte[] ObservationLine(ReadOnlySpan<byte> sealedObservation) => Encoding.ASCII.GetBytes(
        $"observation {Hpke.Suite} {sealedObservation.Length} {Hex.Format(SHA256.HashData(sealedObservation))}\n");

    private static DepositHead Head(SealRequest request, byte[] source, ReadOnlySpan<byte> commit) => new()
    {
        Origin = request.Origin,
        Record = request.Record,
        Depositor = request.Depositor,
        CaveatsDigest = SHA256.HashData(request.Caveats.Span),
        Epoch = request.Epoch.Id,
        EpochKeyDigest16 = SHA256.HashData(request.Epoch.PublicKey)[..16],
        SourceSize = source.Length,
        SourceDigest = SHA256.HashData(source),
        Attachments = request.Attachments,
        Commit = commit.ToArray(),
    };

    private static byte[] SealSource(SealRequest request, RandomFill random)
    {
        // The first line lets the organisation notice a source part that was put under another record's head.
        var firstLine = Encoding.ASCII.GetBytes($"record {request.Record} depositor {request.Depositor}\n");
        using var content = new SecretBuffer(firstLine.Length + request.SourcePlaintext.Length);
        firstLine.CopyTo(content.Span);
        request.SourcePlaintext.Span.CopyTo(content.Span[firstLine.Length..]);

        using var padded = new SecretBuffer(Padding.PaddedLength(content.Span.Length));
        Padding.Pad(content.Span, padded.Span);
        using var input = new MemoryStream(padded.Array, writable: false);
        using var output = new MemoryStream(padded.Array.Length + AgeRoom);
        AgeEnvelope.Write(output, input, request.SourceRecipients, random);
        return output.ToArray();
    }

    private static SecretBuffer SaltAndPad(ReadOnlySpan<byte> observation, RandomFill random)
    {
        var buffer = new SecretBuffer(ObservationEnvelope.SaltSize + Padding.PaddedLength(observation.Length));
        random(buffer.Span[..ObservationEnvelope.SaltSize]);
        Padding.Pad(observation, buffer.Span[ObservationEnvelope.SaltSize..]);
        return buffer;
    }

    private static byte[] SealObservation(SealRequest request, byte[] head, ReadOnlySpan<byte> plaintext, RandomFill random)
    {
        var sealedBytes = new byte[plaintext.Length + Hpke.Overhead];
        using var psk = ObservationEnvelope.Psk(request.EnrolmentSecret);
        using var lease = psk.Open();
        Hpke.SealPsk(
            sealedBytes, request.Epoch.PublicKey, ObservationEnvelope.Info(request.Origin, request.Epoch.Id), head,
            plaintext, lease.Bytes, ObservationEnvelope.PskId(request.Depositor), random);
        return sealedBytes;
    }
}
