namespace Broker.Sealing;

/// <summary>The public half of a vault epoch, to which depositors seal: X25519, 32 bytes.</summary>
public sealed record EpochKey(EpochId Id, byte[] PublicKey);
