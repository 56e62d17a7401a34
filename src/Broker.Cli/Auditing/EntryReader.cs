using Broker.Briefings;

namespace Broker.Cli;

/// <summary>Looks at an entry of a log.</summary>
/// <returns>Its kind; null when it is no entry of the log.</returns>
internal delegate LogEntryKind? EntryReader(long index, ReadOnlySpan<byte> entry);
