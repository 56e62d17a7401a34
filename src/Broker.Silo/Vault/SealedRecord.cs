namespace Broker.Silo.Vault;

/// <summary>A record as it is stored: its parts under its data key, and that key under the epoch's.</summary>
internal sealed record SealedRecord(byte[] Observation, byte[] Manifest, byte[] Receipt, byte[] DataKey)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "sealed record";
}
