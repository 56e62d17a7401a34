using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The body by which a custodian gives a share: the text <c>vault-share/1</c>.</summary>
/// <remarks>Reference: docs/specs/vault.md, "Giving a share". Limit: 2 KiB. What the envelope holds is not looked at here.</remarks>
public static class ShareText
{
    /// <summary>The longest text, in bytes.</summary>
    public const int MaxBytes = 2048;

    /// <summary>The text of a purpose and an envelope.</summary>
    /// <exception cref="ArgumentException">The envelope has not the size of one, or there is no purpose.</exception>
    public static byte[] Format(SharePurpose purpose, ReadOnlySpan<byte> envelope)
    {
        if (envelope.Length != ShareEnvelope.Size)
        {
            throw Errors.WrongLength(nameof(envelope), ShareEnvelope.Size, envelope.Length);
        }

        return purpose == default
            ? throw Errors.Malformed(nameof(purpose), "a purpose")
            : Encoding.ASCII.GetBytes($"vault-share/1\npurpose {purpose}\nenvelope {StrictBase64.Format(envelope)}\n");
    }

    /// <summary>True when the bytes are that text and the envelope has the size of one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out SharePurpose purpose, out byte[] envelope)
    {
        (purpose, envelope) = (default, []);
        if (utf8.Length > MaxBytes)
        {
            return false;
        }

        var reader = new LineReader(utf8);
        return reader.TryReadExactly("vault-share/1"u8)
            && reader.TryRead("purpose "u8, out var purposeText) && SharePurpose.TryParse(purposeText, out purpose)
            && reader.TryRead("envelope "u8, out var envelopeText) && reader.AtEnd
            && StrictBase64.TryParse(envelopeText, out envelope) && envelope.Length == ShareEnvelope.Size;
    }
}
