namespace Broker.Policy;

/// <summary>What a depositor allows to be done with one record. The silo can read it; it says nothing of the content.</summary>
/// <param name="HighestTier">The most open tier that the record may enter.</param>
/// <param name="Purposes">The purposes that it may serve; empty: all.</param>
/// <param name="NeverTo">States, organisations or audience names that never get it; empty: none.</param>
/// <param name="EmbargoUntil">First day on which it may enter a release; null: no embargo.</param>
/// <param name="RetentionDays">Days after deposit when it is shredded; null: kept until withdrawn.</param>
/// <param name="NoNarrative">No narrative text leaves, not even an approved one.</param>
public sealed record RecordCaveats(
    string HighestTier,
    IReadOnlyList<string> Purposes,
    IReadOnlyList<string> NeverTo,
    DateOnly? EmbargoUntil,
    int? RetentionDays,
    bool NoNarrative)
{
    /// <summary>Equal when every field is; the lists element by element.</summary>
    public bool Equals(RecordCaveats? other) =>
        other is not null
        && HighestTier == other.HighestTier
        && Purposes.SequenceEqual(other.Purposes, StringComparer.Ordinal)
        && NeverTo.SequenceEqual(other.NeverTo, StringComparer.Ordinal)
        && EmbargoUntil == other.EmbargoUntil
        && RetentionDays == other.RetentionDays
        && NoNarrative == other.NoNarrative;

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(HighestTier, Purposes.Count, NeverTo.Count, EmbargoUntil, RetentionDays, NoNarrative);
}
