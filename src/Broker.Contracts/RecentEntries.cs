namespace Broker.Contracts;

/// <summary>The last entries and the size of the log.</summary>
[GenerateSerializer, Immutable, Alias("broker.recent-entries")]
public sealed record RecentEntries(
    [property: Id(0)] long Size,
    [property: Id(1)] IReadOnlyList<EntryView> Entries);
