namespace Broker.Cli;

/// <summary>Writes a file so that it survives a power cut once this returned; throws when it may not.</summary>
internal delegate void DurableWrite(string path, ReadOnlySpan<byte> content);
