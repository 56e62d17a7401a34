namespace Broker.Policy;

/// <summary>The closed text codes of <see cref="TierClosureKind"/>.</summary>
public static class TierClosureKinds
{
    /// <summary>The code, as tools print it.</summary>
    public static string Code(TierClosureKind kind) => kind switch
    {
        TierClosureKind.HighestTier => "highest-tier",
        TierClosureKind.UnknownTier => "unknown-tier",
        TierClosureKind.Purposes => "purposes",
        TierClosureKind.NeverTo => "never-to",
        TierClosureKind.Embargo => "embargo",
        TierClosureKind.Lapsed => "lapsed",
        TierClosureKind.MoreClosed => "more-closed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
