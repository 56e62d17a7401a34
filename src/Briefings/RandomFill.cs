namespace Broker.Briefings;

/// <summary>Fills the whole buffer with bytes of a cryptographically secure generator.</summary>
/// <remarks>Handed in, so that this library holds no generator of its own and tests can replay a stream.</remarks>
public delegate void RandomFill(Span<byte> buffer);
