namespace Broker.Policy;

/// <summary>What keeps a record out of a tier. Closed: a new reason is a new member.</summary>
public enum TierClosureKind
{
    /// <summary>The caveats' highest tier is more closed.</summary>
    HighestTier,

    /// <summary>The caveats' highest tier is none of the policy's, so no tier is open.</summary>
    UnknownTier,

    /// <summary>The tier serves a purpose that the caveats do not allow.</summary>
    Purposes,

    /// <summary>The tier reaches somebody who is never to get the record.</summary>
    NeverTo,

    /// <summary>The embargo has not passed.</summary>
    Embargo,

    /// <summary>The policy is past its review date.</summary>
    Lapsed,

    /// <summary>A more closed tier is closed, and what counts here counts there too.</summary>
    MoreClosed,
}
