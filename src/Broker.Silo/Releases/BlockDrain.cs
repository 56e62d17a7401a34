using Broker.Silo.Deposits;

namespace Broker.Silo.Releases;

/// <summary>What one transaction wrote into a block.</summary>
/// <param name="Ordinal">The block.</param>
/// <param name="Before">The generation of its contributions before.</param>
/// <param name="Partition">How the store names the block's contributions.</param>
internal sealed record BlockDrain(int Ordinal, long Before, byte[] Partition)
{
    /// <summary>The generation after.</summary>
    public long After { get; set; }

    public List<StoredContribution> Taken { get; } = [];

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "drain of a block";
}
