using System.Globalization;
using System.Text;

namespace Broker.Sealing.Formatting;

/// <summary>The one form of <c>Signature-Input</c> that is written and read. Reference: docs/specs/requests.md.</summary>
internal sealed record SignatureParameters(long Created, long Expires, string Nonce, AccountId KeyId)
{
    internal const int NonceSize = 16;

    private const string Components = "(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" \"content-type\")";
    private const string Label = "sig=";
    private const int MaxLength = 512;
    private const long MaxTime = 253402300799; // the last second of the year 9999

    /// <summary>The inner list with its parameters: the value of <c>@signature-params</c>.</summary>
    internal string Value => string.Create(
        CultureInfo.InvariantCulture,
        $"{Components};created={Created};expires={Expires};nonce=\"{Nonce}\";keyid=\"{KeyId}\";tag=\"broker/v1\"");

    internal string Header => Label + Value;

    internal static string FormatNonce(ReadOnlySpan<byte> nonce) => System.Buffers.Text.Base64Url.EncodeToString(nonce);

    /// <summary>Null when the header is not, character by character, what <see cref="Header"/> writes.</summary>
    internal static SignatureParameters? Parse(string? header)
    {
        if (header is null || header.Length > MaxLength || !Ascii.IsValid(header))
        {
            return null;
        }

        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(header);
        if (!TryTake(ref rest, "sig=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" \"content-type\");created="u8, ";expires="u8, out var created)
            || !TryTake(ref rest, default, ";nonce=\""u8, out var expires)
            || !TryTake(ref rest, default, "\";keyid=\""u8, out var nonce)
            || !TryTake(ref rest, default, "\";tag=\"broker/v1\""u8, out var keyId) || !rest.IsEmpty
            || !LineReader.TryParseNumber(created, MaxTime, out var createdAt) || !LineReader.TryParseNumber(expires, MaxTime, out var expiresAt)
            || !AccountId.TryParse(keyId, out var account) || !IsNonce(nonce))
        {
            return null;
        }

        return new SignatureParameters(createdAt, expiresAt, Encoding.ASCII.GetString(nonce), account);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!rest.StartsWith(before))
        {
            return false;
        }

        rest = rest[before.Length..];
        var end = rest.IndexOf(after);
        if (end < 0)
        {
            return false;
        }

        value = rest[..end];
        rest = rest[(end + after.Length)..];
        return true;
    }

    private static bool IsNonce(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[NonceSize];
        Span<byte> again = stackalloc byte[22];
        return text.Length == 22
            && System.Buffers.Text.Base64Url.DecodeFromUtf8(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == NonceSize
            && System.Buffers.Text.Base64Url.EncodeToUtf8(bytes, again) == 22 && again.SequenceEqual(text);
    }
}
