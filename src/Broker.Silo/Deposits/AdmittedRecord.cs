using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>A deposit that passed every check, in the form in which it is stored; nothing in it is plaintext.</summary>
/// <param name="Record">Record id.</param>
/// <param name="PackageDigest">SHA-256 of the whole package: the same package again is the same deposit.</param>
/// <param name="Stored">Observation, manifest, receipt and data key, sealed.</param>
/// <param name="Source">The source part as it came: an age file that nobody here can open.</param>
/// <param name="Country">The country of the observation.</param>
/// <param name="Contribution">What is counted of it.</param>
/// <param name="Receipt">The deposit receipt, a signed note.</param>
/// <param name="Expires">The day on which its retention shreds it; null: it is kept until it is withdrawn.</param>
/// <param name="CommitmentLeaf">Leaf of the daily tree of commitments.</param>
internal sealed record AdmittedRecord(
    RecordId Record,
    byte[] PackageDigest,
    SealedRecord Stored,
    byte[] Source,
    string Country,
    StoredContribution Contribution,
    string Receipt,
    DateOnly? Expires,
    byte[] CommitmentLeaf)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "admitted record";
}
