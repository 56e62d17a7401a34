namespace Broker.Silo.Releases;

/// <summary>One durable change of a block's contributions, which its live books follow.</summary>
/// <param name="Ordinal">The block.</param>
/// <param name="Before">The generation of its contributions before.</param>
/// <param name="After">The generation after.</param>
/// <param name="Added">What came, or null.</param>
/// <param name="Removed">What went, or null.</param>
internal sealed record CellStep(int Ordinal, long Before, long After, BlockDrain? Added, RemovedContribution? Removed)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "step of cells";
}
