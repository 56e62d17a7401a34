namespace Broker.Transparency;

/// <summary>Ed25519 verification (RFC 8032), handed in: this library holds no signature code of its own.</summary>
/// <param name="publicKey">32 bytes.</param>
/// <param name="message">The signed bytes.</param>
/// <param name="signature">Any length: it comes from an attacker. Anything but a valid 64-byte signature is false.</param>
/// <returns>True only for a valid signature. Never throws on bad input.</returns>
public delegate bool VerifyDelegate(
    ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
