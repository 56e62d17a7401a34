using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>One value of the polynomials, a byte for each byte of the secret. Whoever made the value disposes it.</summary>
internal readonly record struct SharePoint(byte Argument, SecretBuffer Value);
