namespace Broker.Policy.Testing;

/// <summary>Logged requests of one class whose answer would change, all in the same way.</summary>
/// <param name="Request">The first of them.</param>
/// <param name="WasPermitted">The answer then.</param>
/// <param name="Then">The answer then, in a sentence.</param>
/// <param name="Now">The decision now.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Entries">Indexes of the first of their entries in the log, at most <see cref="MostEntries"/>.</param>
public sealed record ReplayChange(PolicyRequest Request, bool WasPermitted, string Then, Decision Now, int Count, IReadOnlyList<long> Entries)
{
    /// <summary>Most entries that are named.</summary>
    public const int MostEntries = 10;

    internal ReplayChange With(long entry) => this with { Count = Count + 1, Entries = Entries.Count < MostEntries ? [.. Entries, entry] : Entries };
}
