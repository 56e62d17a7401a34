namespace Broker.Policy.Proof;

/// <summary>Where the records of the earlier revision count under the later one, without their depositor's consent.</summary>
/// <param name="HighestTier">The tier that the records' caveats name as the most open one; they have no other caveat.</param>
/// <param name="Earlier">The most open tier that they count in under the earlier revision; null: none, they are sealed.</param>
/// <param name="Later">The most open tier that they count in under the later one; null: they stay sealed until consent.</param>
public sealed record RecordDifference(string HighestTier, string? Earlier, string? Later);
