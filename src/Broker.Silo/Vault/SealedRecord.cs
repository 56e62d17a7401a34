namespace Broker.Silo.Vault;

/// <summary>A record as it is stored.</summary>
internal sealed record SealedRecord(byte[] Observation, byte[] DataKey);
