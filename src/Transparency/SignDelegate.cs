namespace Broker.Transparency;

/// <summary>Ed25519 signing (RFC 8032), handed in: the key never enters this library.</summary>
/// <param name="message">The bytes to sign.</param>
/// <param name="signature">64 bytes, to be filled.</param>
public delegate void SignDelegate(ReadOnlySpan<byte> message, Span<byte> signature);
