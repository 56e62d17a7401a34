using System.Buffers;
using System.Buffers.Text;

namespace Broker.Sealing.Formatting;

/// <summary>Standard base64 (RFC 4648 §4) with one spelling for each value: no white space, unused bits zero, padding as asked.</summary>
/// <remarks>For public bytes only: signatures, digests, stanzas. It allocates and does not zero.</remarks>
internal static class StrictBase64
{
    internal static string Format(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes);

    internal static string FormatUnpadded(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    internal static bool TryParse(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = [];
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, decoded, out var consumed, out var written) != OperationStatus.Done || consumed != text.Length)
        {
            return false;
        }

        // Encoding again is the whole canonicity check: the framework's decoder skips white space.
        var again = new byte[Base64.GetMaxEncodedToUtf8Length(written)];
        Base64.EncodeToUtf8(decoded.AsSpan(0, written), again, out _, out var length);
        if (!again.AsSpan(0, length).SequenceEqual(text))
        {
            return false;
        }

        bytes = decoded[..written];
        return true;
    }

    internal static bool TryParseUnpadded(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Contains((byte)'=') || text.Length % 4 == 1)
        {
            return false;
        }

        var padded = new byte[(text.Length + 3) / 4 * 4];
        padded.AsSpan().Fill((byte)'=');
        text.CopyTo(padded);
        return TryParse(padded, out bytes);
    }
}
