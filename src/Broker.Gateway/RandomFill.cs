namespace Broker.Gateway;

/// <summary>Fills a span with unpredictable bytes; the gateway uses it for reference numbers only.</summary>
internal delegate void RandomFill(Span<byte> destination);
