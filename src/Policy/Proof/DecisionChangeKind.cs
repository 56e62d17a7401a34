namespace Broker.Policy.Proof;

/// <summary>How two revisions differ on a request.</summary>
public enum DecisionChangeKind
{
    /// <summary>The earlier refuses and the later permits.</summary>
    RefuseToPermit,

    /// <summary>The earlier permits and the later refuses.</summary>
    PermitToRefuse,

    /// <summary>Both permit or both refuse, and another rule or another kind of decision says so.</summary>
    OtherReason,
}
