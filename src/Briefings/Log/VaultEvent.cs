namespace Broker.Briefings;

/// <summary>What happened to the vault.</summary>
public enum VaultEvent
{
    Unseal,
    Seal,
    Rotate,
    Rekey,
    OpenCustody,
    EndEpoch,
}
