using Broker.Silo.Releases;

namespace Broker.Silo.Deposits;

/// <summary>What one transaction did with batches.</summary>
/// <param name="Outcomes">What became of each, in their order.</param>
/// <param name="Drains">What entered which period of which country.</param>
internal sealed record BatchesWritten(BatchWrite[] Outcomes, IReadOnlyList<(string Country, BlockDrain Drain)> Drains)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "batches written";
}
