namespace Broker.Silo.Log;

/// <summary>An entry to append.</summary>
/// <param name="Key">Names the event that it records, so that a retry does not record it twice.</param>
/// <param name="Content">The entry's bytes.</param>
internal sealed record PendingEntry(string Key, ReadOnlyMemory<byte> Content);
