namespace Broker.Policy;

/// <summary>In what a tier can be wider than it was: the closed codes of <see cref="PolicyNarrowing.Widenings"/>, in its order.</summary>
public static class WideningCodes
{
    /// <summary>The earlier revision has no tier of that name.</summary>
    public const string TierNew = "tier-new";

    /// <summary>The later revision has no tier of that name, so nothing can be said to stay within it.</summary>
    public const string TierGone = "tier-gone";

    /// <summary>The policies are for two countries.</summary>
    public const string Country = "country";

    /// <summary>One organisation adds more sources to a cell.</summary>
    public const string Cap = "cap";

    /// <summary>A source may cost more a year.</summary>
    public const string Rho = "rho";

    /// <summary>The hard floor is lower, or one of the two has none.</summary>
    public const string HardFloor = "hard-floor";

    /// <summary>A smaller multiple of noise.</summary>
    public const string Noise = "noise";

    /// <summary>Fewer strata are summed, and their noise with them: a more open tier was dropped or moved.</summary>
    public const string NoiseStrata = "noise-strata";

    /// <summary>A lower threshold of sources or organisations.</summary>
    public const string Threshold = "threshold";

    /// <summary>Numbers are rounded to a step that is no multiple of the earlier one.</summary>
    public const string RoundTo = "round-to";

    /// <summary>Published sooner.</summary>
    public const string Delay = "delay";

    /// <summary>A table that was not seen.</summary>
    public const string Tables = "tables";

    /// <summary>An alert that was not told.</summary>
    public const string Alerts = "alerts";

    /// <summary>Approved narratives, which there were none of.</summary>
    public const string Narrative = "narrative";

    /// <summary>Somebody is in the audience who was not, or for longer, or in another role.</summary>
    public const string Audience = "audience";

    /// <summary>It may be passed on to more.</summary>
    public const string Onward = "onward";

    /// <summary>A more open marking, or TLP:GREEN for another community.</summary>
    public const string Marking = "marking";

    /// <summary>A purpose that the tier was not permitted for, or that meant something else.</summary>
    public const string Purposes = "purposes";

    /// <summary>A conflict is no longer declared, or not for all whom it named, or from a later day.</summary>
    public const string Conflicts = "conflicts";

    /// <summary>A forbid that kept somebody out no longer does, or two share its work.</summary>
    public const string Forbids = "forbids";

    /// <summary>Every code.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        TierNew, TierGone, Country, Cap, Rho, HardFloor, Noise, NoiseStrata, Threshold, RoundTo, Delay, Tables, Alerts, Narrative,
        Audience, Onward, Marking, Purposes, Conflicts, Forbids,
    ];
}
