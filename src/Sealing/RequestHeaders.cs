namespace Broker.Sealing;

/// <summary>What a request's signature covers, and the signature: the values of its target and headers, as sent.</summary>
/// <param name="Method">Upper case, for example <c>POST</c>.</param>
/// <param name="Authority">Host and port, lower case, without the default port of the scheme.</param>
/// <param name="Path">The path as sent, starting with a slash.</param>
/// <param name="Query">The query as sent, starting with a question mark; <c>?</c> alone when there is none (RFC 9421 §2.2.7).</param>
/// <param name="ContentDigest">RFC 9530: <c>sha-256=:&lt;base64&gt;:</c>, of the empty body too.</param>
/// <param name="ContentType">The media type; never empty.</param>
/// <param name="SignatureInput">The <c>Signature-Input</c> header.</param>
/// <param name="Signature">The <c>Signature</c> header.</param>
public sealed record RequestHeaders(
    string Method, string Authority, string Path, string Query, string ContentDigest, string ContentType, string SignatureInput, string Signature);
