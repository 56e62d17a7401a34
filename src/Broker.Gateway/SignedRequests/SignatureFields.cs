using Broker.Gateway.Http;

namespace Broker.Gateway.SignedRequests;

/// <summary>
/// The four header fields of a signed request (RFC 9421, RFC 9530), taken as text. The gateway checks that each is there
/// once and short, and reads the key id to route by; the grain checks the signature.
/// </summary>
internal sealed record SignatureFields(string ContentType, string ContentDigest, string SignatureInput, string Signature, string KeyId)
{
    private const int Longest = 1024;
    private const int KeyIdLength = 16;
    private const string KeyIdMark = ";keyid=\"";

    public static SignatureFields? TryRead(IHeaderDictionary headers, out string fault)
    {
        var type = Single(headers, "Content-Type", out var typeFault);
        var digest = Single(headers, "Content-Digest", out var digestFault);
        var input = Single(headers, "Signature-Input", out var inputFault);
        var signature = Single(headers, "Signature", out var signatureFault);
        fault = typeFault ?? digestFault ?? inputFault ?? signatureFault ?? "";
        if (fault.Length > 0)
        {
            return null;
        }

        var keyId = KeyIdOf(input);
        fault = keyId.Length == 0 ? "the header field signature-input carries no key id of 16 hexadecimal digits" : "";
        return keyId.Length == 0 ? null : new SignatureFields(type, digest, input, signature, keyId);
    }

    private static string Single(IHeaderDictionary headers, string name, out string? fault)
    {
        var values = headers[name];
        var value = values.Count == 1 ? values[0] ?? "" : "";
        fault = value.Length switch
        {
            0 => $"the header field {name.ToLowerInvariant()} must be there once",
            > Longest => $"the header field {name.ToLowerInvariant()} is longer than 1024 characters",
            _ => null,
        };
        return value;
    }

    private static string KeyIdOf(string input)
    {
        var mark = input.IndexOf(KeyIdMark, StringComparison.Ordinal);
        var start = mark + KeyIdMark.Length;
        var isThere = mark >= 0 && input.Length > start + KeyIdLength && input[start + KeyIdLength] == '"';
        var isAlone = input.IndexOf(KeyIdMark, Math.Max(mark, 0) + 1, StringComparison.Ordinal) < 0;
        var id = isThere && isAlone ? input.Substring(start, KeyIdLength) : "";
        return Names.IsAccount(id) ? id : "";
    }
}
