namespace Broker.Policy;

/// <summary>Which fact about a requester a forbid looks at.</summary>
public enum RequesterConditionKind
{
    /// <summary>Holds for everybody.</summary>
    Anyone,

    /// <summary>The requester's state or one of its actors is in a declared conflict that has begun.</summary>
    AffiliatedWithConflicts,

    /// <summary>The requester's state is listed.</summary>
    States,

    /// <summary>The requester's organisation is listed.</summary>
    Organisations,

    /// <summary>One of the requester's actors is listed.</summary>
    Actors,

    /// <summary>The requester's role is listed.</summary>
    Roles,
}
