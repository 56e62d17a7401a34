namespace Broker.Policy;

/// <summary>Why a decision came out as it did: the first of these that applies, in this order.</summary>
public enum DecisionKind
{
    /// <summary>Refused: the request could not be evaluated; a fact in it is not well formed.</summary>
    EvaluationError,

    /// <summary>Refused: the policy is past its review date.</summary>
    Lapsed,

    /// <summary>Refused: the policy has no such tier.</summary>
    UnknownTier,

    /// <summary>Refused: a forbid applies. (Nothing public can be forbidden.)</summary>
    ExplicitForbid,

    /// <summary>Refused: the policy has no such purpose.</summary>
    UnknownPurpose,

    /// <summary>Refused: the requester is not in the tier's audience.</summary>
    NotInAudience,

    /// <summary>Refused: no rule permits it.</summary>
    ImplicitRefusal,

    /// <summary>Permitted by a rule, or by an audience of anyone.</summary>
    ExplicitPermit,
}
