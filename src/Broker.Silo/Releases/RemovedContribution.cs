using Broker.DisclosureControl;
using Broker.Silo.Deposits;

namespace Broker.Silo.Releases;

/// <summary>A contribution that went with its record, so that a live book need not be made anew for it.</summary>
/// <param name="Partition">The period where it stood, as the store names it.</param>
/// <param name="Contribution">What it was.</param>
/// <param name="Key">The record's name in a book.</param>
/// <param name="Before">The generation of the period's contributions before; one higher after.</param>
internal sealed record RemovedContribution(byte[] Partition, StoredContribution Contribution, RecordKey Key, long Before)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "removed contribution";
}
