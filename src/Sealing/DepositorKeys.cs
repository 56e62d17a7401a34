namespace Broker.Sealing;

/// <summary>What the broker knows of an enrolled depositor: its id, its Ed25519 public key (32 bytes) and the key's name.</summary>
public sealed record DepositorKeys(AccountId Account, byte[] PublicKey, string SignerName);
