namespace Broker.Transparency;

/// <summary>Is called for every entry of a log, in order.</summary>
/// <param name="index">From 0.</param>
/// <param name="entry">The entry's bytes, valid during the call.</param>
public delegate void LogEntryVisitor(long index, ReadOnlySpan<byte> entry);
