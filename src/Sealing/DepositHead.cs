using System.Globalization;
using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>What a depositor says in clear about one sealed record. Its exact bytes are the observation's aad.</summary>
/// <remarks>
/// Reference: docs/specs/envelope.md. Digests are SHA-256, 32 bytes; <see cref="EpochKeyDigest16"/> is the first 16 bytes of the
/// epoch public key's. Nothing in it names the country. Limits: 8 KiB, 64 attachments, sizes up to 2^53 − 1 bytes.
/// </remarks>
public sealed record DepositHead
{
    /// <summary>The one schema of observations.</summary>
    public const string ObservationSchema = "observation/1";

    private const long MaxSize = (1L << 53) - 1;

    /// <summary>The broker instance that the record is for.</summary>
    public required Origin Origin { get; init; }

    /// <summary>The record's id.</summary>
    public required RecordId Record { get; init; }

    /// <summary>The depositing organisation's pseudonymous id.</summary>
    public required AccountId Depositor { get; init; }

    /// <summary>The observation's schema.</summary>
    public string Schema { get; init; } = ObservationSchema;

    /// <summary>Digest of the caveat document.</summary>
    public required byte[] CaveatsDigest { get; init; }

    /// <summary>The vault epoch that the observation is sealed to.</summary>
    public required EpochId Epoch { get; init; }

    /// <summary>First 16 bytes of the digest of the epoch public key.</summary>
    public required byte[] EpochKeyDigest16 { get; init; }

    /// <summary>Size of the source part in bytes.</summary>
    public required long SourceSize { get; init; }

    /// <summary>Digest of the source part.</summary>
    public required byte[] SourceDigest { get; init; }

    /// <summary>The attachments, numbered from 1; may be empty.</summary>
    public IReadOnlyList<AttachmentLine> Attachments { get; init; } = [];

    /// <summary>The salted commitment to the padded observation.</summary>
    public required byte[] Commit { get; init; }

    /// <summary>The bytes of the head.</summary>
    /// <exception cref="ArgumentException">A digest or size is out of its range, or the head is over its limit.</exception>
    public byte[] Encode()
    {
        CheckRanges();
        var text = new StringBuilder()
            .Append(Domains.Deposit(Origin)).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"record {Record}\ndepositor {Depositor}\nschema {Schema}\n")
            .Append(CultureInfo.InvariantCulture, $"caveats {Hex.Format(CaveatsDigest)}\n")
            .Append(CultureInfo.InvariantCulture, $"vault-key {Epoch} {Hex.Format(EpochKeyDigest16)}\n")
            .Append(CultureInfo.InvariantCulture, $"source age {SourceSize} {Hex.Format(SourceDigest)}\n");
        foreach (var attachment in Attachments)
        {
            text.Append(CultureInfo.InvariantCulture, $"attachment {attachment.Number} {attachment.Size} {Hex.Format(attachment.Digest)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"commit {Hex.Format(Commit)}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads exactly what <see cref="Encode"/> writes: fixed order, one spelling, no trailing byte.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DepositHead? head, out DepositRefusal refusal)
    {
        head = null;
        refusal = DepositRefusal.TooLarge;
        if (utf8.Length > DepositLimits.Head)
        {
            return false;
        }

        refusal = DepositRefusal.HeadMalformed;
        var reader = new LineReader(utf8);
        if (!TryReadIdentity(ref reader, out var origin, out var record, out var depositor) || !reader.TryRead("schema "u8, out var schema))
        {
            return false;
        }

        if (!schema.SequenceEqual("observation/1"u8))
        {
            refusal = DepositRefusal.UnknownSchema;
            return false;
        }

        if (!TryReadParts(ref reader, out var caveats, out var epoch, out var epochDigest, out var sourceSize, out var sourceDigest)
            || !TryReadAttachments(ref reader, out var attachments, out var commit) || !reader.AtEnd)
        {
            return false;
        }

        head = new DepositHead
        {
            Origin = origin, Record = record, Depositor = depositor, CaveatsDigest = caveats, Epoch = epoch,
            EpochKeyDigest16 = epochDigest, SourceSize = sourceSize, SourceDigest = sourceDigest,
            Attachments = attachments, Commit = commit,
        };
        return true;
    }

    private static bool TryReadIdentity(ref LineReader reader, out Origin origin, out RecordId record, out AccountId depositor)
    {
        (origin, record, depositor) = (default, default, default);
        return reader.TryRead(default, out var domain) && domain.EndsWith("/deposit/v1"u8)
            && Origin.TryParse(domain[..^"/deposit/v1"u8.Length], out origin)
            && reader.TryRead("record "u8, out var recordText) && RecordId.TryParse(recordText, out record)
            && reader.TryRead("depositor "u8, out var depositorText) && AccountId.TryParse(depositorText, out depositor);
    }

    private static bool TryReadParts(
        ref LineReader reader, out byte[] caveats, out EpochId epoch, out byte[] epochDigest, out long sourceSize, out byte[] sourceDigest)
    {
        (caveats, epoch, epochDigest, sourceSize, sourceDigest) = ([], default, [], 0, []);
        return reader.TryRead("caveats "u8, out var caveatsText) && LineReader.TryParseHex(caveatsText, 32, out caveats)
            && reader.TryRead("vault-key "u8, out var key) && LineReader.TrySplit(ref key, out var epochText)
            && EpochId.TryParse(epochText, out epoch) && LineReader.TryParseHex(key, 16, out epochDigest)
            && reader.TryRead("source age "u8, out var source) && LineReader.TrySplit(ref source, out var size)
            && LineReader.TryParseNumber(size, MaxSize, out sourceSize) && LineReader.TryParseHex(source, 32, out sourceDigest);
    }

    private static bool TryReadAttachments(ref LineReader reader, out List<AttachmentLine> attachments, out byte[] commit)
    {
        (attachments, commit) = ([], []);
        while (reader.TryRead("attachment "u8, out var line))
        {
            if (attachments.Count == DepositLimits.Attachments
                || !LineReader.TrySplit(ref line, out var numberText) || !LineReader.TryParseNumber(numberText, int.MaxValue, out var number)
                || number != attachments.Count + 1
                || !LineReader.TrySplit(ref line, out var sizeText) || !LineReader.TryParseNumber(sizeText, MaxSize, out var size)
                || !LineReader.TryParseHex(line, 32, out var digest))
            {
                return false;
            }

            attachments.Add(new AttachmentLine((int)number, size, digest));
        }

        return reader.TryRead("commit "u8, out var text) && LineReader.TryParseHex(text, 32, out commit);
    }

    private void CheckRanges()
    {
        var digests = Attachments.Select(attachment => attachment.Digest).Append(CaveatsDigest).Append(SourceDigest).Append(Commit);
        if (digests.Any(digest => digest.Length != 32) || EpochKeyDigest16.Length != 16 || Schema != ObservationSchema)
        {
            throw Errors.Malformed(nameof(DepositHead), "a head with digests of 32 bytes, a key digest of 16 and a known schema");
        }

        if (Attachments.Count > DepositLimits.Attachments || Attachments.Select(attachment => attachment.Size).Append(SourceSize).Any(size => size is < 0 or > MaxSize)
            || Attachments.Where((attachment, index) => attachment.Number != index + 1).Any())
        {
            throw Errors.Malformed(nameof(DepositHead), "a head with sizes in range and attachments numbered from 1");
        }
    }
}
