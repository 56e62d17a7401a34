namespace Broker.Contracts;

/// <summary>A request as it arrived, with its RFC 9421 signature, carried to the grain that acts on it.</summary>
/// <remarks>The gateway holds no code that could check it: the grain does, so a gateway that lies gains nothing.</remarks>
/// <param name="Method">HTTP method.</param>
/// <param name="Authority">Host and port that the caller addressed.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Query">Query with its leading <c>?</c>; <c>?</c> alone when there is none.</param>
/// <param name="ContentDigest">The Content-Digest header field.</param>
/// <param name="ContentType">The Content-Type header field.</param>
/// <param name="SignatureInput">The Signature-Input header field.</param>
/// <param name="Signature">The Signature header field.</param>
/// <param name="Body">The body, whole.</param>
[GenerateSerializer, Immutable, Alias("broker.signed-call")]
public sealed record SignedCall(
    [property: Id(0)] string Method,
    [property: Id(1)] string Authority,
    [property: Id(2)] string Path,
    [property: Id(3)] string Query,
    [property: Id(4)] string ContentDigest,
    [property: Id(5)] string ContentType,
    [property: Id(6)] string SignatureInput,
    [property: Id(7)] string Signature,
    [property: Id(8)] byte[] Body);
