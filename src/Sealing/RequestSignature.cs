using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>Signs and checks the requests of tools: HTTP message signatures (RFC 9421) with Ed25519, in one fixed profile.</summary>
/// <remarks>
/// Reference: docs/specs/requests.md. Label <c>sig</c>; components <c>@method @authority @path @query content-digest content-type</c>;
/// parameters created, expires (five minutes at most), nonce (16 random bytes, base64url), keyid (an account id), tag <c>broker/v1</c>, in this
/// order and no other. The caller keeps the nonces of the last <see cref="MaxWindow"/> + <see cref="ClockAllowance"/> and refuses a repeat.
/// </remarks>
public static class RequestSignature
{
    /// <summary>The longest time between created and expires.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromMinutes(5);

    /// <summary>How far the signer's clock may be ahead.</summary>
    public static readonly TimeSpan ClockAllowance = TimeSpan.FromSeconds(30);

    private const int MaxPartLength = 8192;

    /// <summary>Signs a request that is valid for five minutes from <paramref name="created"/>.</summary>
    /// <param name="method">Upper case.</param>
    /// <param name="authority">Host and port, lower case.</param>
    /// <param name="path">As sent, starting with a slash.</param>
    /// <param name="query">As sent, starting with a question mark; <c>?</c> when there is none.</param>
    /// <param name="contentType">Never empty: send one with an empty body too.</param>
    /// <param name="bodySha256">SHA-256 of the body, 32 bytes.</param>
    /// <param name="keyId">The account whose key signs.</param>
    /// <param name="key">Its key.</param>
    /// <param name="created">Now.</param>
    /// <param name="random">Makes the nonce.</param>
    /// <exception cref="ArgumentException">A part could not stand in a request line or header.</exception>
    public static RequestHeaders Sign(
        string method, string authority, string path, string query, string contentType, ReadOnlySpan<byte> bodySha256,
        AccountId keyId, Ed25519SigningKey key, DateTimeOffset created, RandomFill random)
    {
        Span<byte> nonce = stackalloc byte[SignatureParameters.NonceSize];
        random(nonce);
        var from = created.ToUnixTimeSeconds();
        var parameters = new SignatureParameters(from, from + (long)MaxWindow.TotalSeconds, SignatureParameters.FormatNonce(nonce), keyId);
        var unsigned = new RequestHeaders(
            method, authority, path, query, FormatDigest(bodySha256), contentType, parameters.Header, string.Empty);
        if (!IsSendable(unsigned) || bodySha256.Length != 32)
        {
            throw Errors.Malformed(nameof(path), "part of a request that can be sent");
        }

        Span<byte> signature = stackalloc byte[Ed25519.SignatureSize];
        key.Sign(Base(unsigned, parameters), signature);
        return unsigned with { Signature = $"sig=:{StrictBase64.Format(signature)}:" };
    }

    /// <summary>The account that claims to have signed, so that its key can be found. Nothing is verified.</summary>
    public static bool TryReadKeyId(RequestHeaders headers, out AccountId keyId)
    {
        var parameters = SignatureParameters.Parse(headers.SignatureInput);
        keyId = parameters?.KeyId ?? default;
        return parameters is not null;
    }

    /// <summary>Checks a request against the key of <paramref name="keyId"/>.</summary>
    /// <returns>Null when it holds; the caller then refuses a <paramref name="nonce"/> that it has seen from this account.</returns>
    public static RequestFailure? Check(
        RequestHeaders headers, ReadOnlySpan<byte> bodySha256, ReadOnlySpan<byte> publicKey, DateTimeOffset now,
        out AccountId keyId, out string nonce)
    {
        (keyId, nonce) = (default, string.Empty);
        if (CheckCore(headers, bodySha256, now, out var parameters, out var signature) is { } failure)
        {
            return failure;
        }

        if (!Ed25519.Verify(publicKey, Base(headers, parameters), signature))
        {
            return RequestFailure.Signature;
        }

        (keyId, nonce) = (parameters.KeyId, parameters.Nonce);
        return null;
    }

    /// <summary>Checks everything of a request that can be checked without a key: form, digest and time, not who signed.</summary>
    /// <param name="headers">The request.</param>
    /// <param name="bodySha256">SHA-256 of the body as received, 32 bytes.</param>
    /// <param name="now">The time.</param>
    /// <param name="keyId">The account that claims to have signed.</param>
    /// <param name="created">When it claims to have been signed.</param>
    /// <returns>Null when it holds; never <see cref="RequestFailure.Signature"/>.</returns>
    public static RequestFailure? CheckWithoutKey(
        RequestHeaders headers, ReadOnlySpan<byte> bodySha256, DateTimeOffset now, out AccountId keyId, out DateTimeOffset created)
    {
        (keyId, created) = (default, default);
        if (CheckCore(headers, bodySha256, now, out var parameters, out _) is { } failure)
        {
            return failure;
        }

        (keyId, created) = (parameters.KeyId, DateTimeOffset.FromUnixTimeSeconds(parameters.Created));
        return null;
    }

    private static RequestFailure? CheckCore(
        RequestHeaders headers, ReadOnlySpan<byte> bodySha256, DateTimeOffset now, out SignatureParameters parameters, out byte[] signature)
    {
        signature = [];
        parameters = SignatureParameters.Parse(headers.SignatureInput)!;
        if (parameters is null || !IsSendable(headers) || !TryReadSignature(headers.Signature, out signature))
        {
            return RequestFailure.Malformed;
        }

        return headers.ContentDigest == FormatDigest(bodySha256) ? CheckTime(parameters, now) : RequestFailure.ContentDigest;
    }

    private static RequestFailure? CheckTime(SignatureParameters parameters, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        if (parameters.Expires <= parameters.Created || parameters.Expires - parameters.Created > (long)MaxWindow.TotalSeconds)
        {
            return RequestFailure.WindowTooLong;
        }

        if (parameters.Created > seconds + (long)ClockAllowance.TotalSeconds)
        {
            return RequestFailure.NotYetValid;
        }

        return seconds > parameters.Expires ? RequestFailure.Expired : null;
    }

    /// <summary>The signature base of RFC 9421 §2.5.</summary>
    internal static byte[] Base(RequestHeaders headers, SignatureParameters parameters) => Encoding.ASCII.GetBytes(
        $"\"@method\": {headers.Method}\n\"@authority\": {headers.Authority}\n\"@path\": {headers.Path}\n\"@query\": {headers.Query}\n"
        + $"\"content-digest\": {headers.ContentDigest}\n\"content-type\": {headers.ContentType}\n\"@signature-params\": {parameters.Value}");

    private static string FormatDigest(ReadOnlySpan<byte> sha256) => $"sha-256=:{StrictBase64.Format(sha256)}:";

    private static bool TryReadSignature(string? header, out byte[] signature)
    {
        signature = [];
        return header is not null && header.Length < 128 && Ascii.IsValid(header)
            && header.Length > 5 && header.StartsWith("sig=:", StringComparison.Ordinal) && header.EndsWith(':')
            && StrictBase64.TryParse(Encoding.ASCII.GetBytes(header[5..^1]), out signature) && signature.Length == Ed25519.SignatureSize;
    }

    // INVARIANT: no part can hold a line feed, so that no part can pretend to be the next line of the base.
    private static bool IsSendable(RequestHeaders headers) =>
        headers.Method is { Length: > 0 and <= 16 } && headers.Method.All(char.IsAsciiLetterUpper)
        && IsVisible(headers.Authority) && !headers.Authority.Any(char.IsAsciiLetterUpper)
        && IsVisible(headers.Path) && headers.Path[0] == '/' && !headers.Path.Contains('?', StringComparison.Ordinal)
        && IsVisible(headers.Query) && headers.Query[0] == '?'
        && headers.ContentType is { Length: > 0 and <= 256 } && headers.ContentType.All(character => character is >= ' ' and <= '~')
        && headers.ContentType[0] != ' ' && headers.ContentType[^1] != ' ';

    private static bool IsVisible(string? part) =>
        part is { Length: > 0 and <= MaxPartLength } && part.All(character => character is > ' ' and <= '~');
}
