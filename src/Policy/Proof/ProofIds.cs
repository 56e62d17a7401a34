namespace Broker.Policy.Proof;

/// <summary>The closed ids of claims.</summary>
public static class ProofIds
{
    /// <summary>No requester affiliated with a conflict that has begun is permitted anything beyond the public tier.</summary>
    public const string ConflictStates = "conflict-states";

    /// <summary>No closed tier may be passed on to a state of a conflict.</summary>
    public const string ConflictOnward = "conflict-onward";

    /// <summary>Nothing is permitted after the review date.</summary>
    public const string Lapsed = "lapsed";

    /// <summary>Whoever is permitted a closed tier is in its audience on that day.</summary>
    public const string Audience = "audience";

    /// <summary>Nothing closed is permitted without a permit of the tier for the purpose.</summary>
    public const string DefaultDeny = "default-deny";

    /// <summary>No request that a forbid speaks of is permitted.</summary>
    public const string ForbidWins = "forbid-wins";

    /// <summary>Whoever is permitted the tier is named by the bound; the tier's name follows after a space.</summary>
    public const string AudienceAtMost = "audience-at-most";

    /// <summary>Nothing is permitted that the earlier revision refused, up to its review date.</summary>
    public const string NoWider = "no-wider";

    /// <summary>Nothing is permitted after the earlier revision's review date.</summary>
    public const string NoLonger = "no-longer";
}
