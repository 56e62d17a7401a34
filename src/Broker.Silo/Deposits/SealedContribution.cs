namespace Broker.Silo.Deposits;

/// <summary>A contribution as it is to be stored with its record.</summary>
/// <param name="Country">The country.</param>
/// <param name="Contribution">What is counted.</param>
/// <param name="Partition">How the store names its period.</param>
/// <param name="Row">How the store names its record there.</param>
/// <param name="Sealed">The contribution, sealed for that place.</param>
internal sealed record SealedContribution(string Country, StoredContribution Contribution, byte[] Partition, byte[] Row, byte[] Sealed)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "sealed contribution";
}
