namespace Broker.Transparency;

/// <summary>A file of a tiled log, to be written as a whole.</summary>
/// <param name="Path">Where, relative to the log's root.</param>
/// <param name="Content">What.</param>
public sealed record LogFile(TilePath Path, ReadOnlyMemory<byte> Content);
