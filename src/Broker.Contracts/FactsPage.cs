namespace Broker.Contracts;

/// <summary>A page of what entries commit to.</summary>
/// <param name="Outcome">Whether they are given.</param>
/// <param name="Entries">In the order of the log; possibly none, though there may be further ones. An entry that is neither among them nor damaged has facts of another kind, or none that are kept.</param>
/// <param name="Damaged">The entries, ascending, whose facts are kept and are not those that the log commits to: nobody is given those.</param>
/// <param name="Next">The entry to go on from; -1 when no later one is published.</param>
[GenerateSerializer, Immutable, Alias("broker.facts-page")]
public sealed record FactsPage(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] IReadOnlyList<EntryFacts> Entries,
    [property: Id(2)] IReadOnlyList<long> Damaged,
    [property: Id(3)] long Next);
