namespace Broker.DisclosureControl;

/// <summary>Why a measurement has its variances.</summary>
public enum PlanKind
{
    /// <summary>The published table, by volume class and vintage.</summary>
    Default,

    /// <summary>A flash at a higher cost, which two people must have allowed beforehand; any class may have one.</summary>
    Emergency,
}
