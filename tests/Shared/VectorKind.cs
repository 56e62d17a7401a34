namespace Broker.Vectors;

/// <summary>What must come of a case.</summary>
internal enum VectorKind
{
    /// <summary>It must work, with the result that the case names.</summary>
    MustHold,

    /// <summary>It must be refused, for the reason that the case names.</summary>
    MustFail,

    /// <summary>It is of an algorithm or form that this product has not; where the product meets one, it is asserted that it is refused.</summary>
    NotOurs,
}
