using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>What of a key ring may be known.</summary>
/// <param name="Generation">Counts its changes, from 1.</param>
/// <param name="Digest">SHA-256 of its stored bytes.</param>
/// <param name="Epochs">The public keys of its epochs, oldest first.</param>
/// <param name="LogKey">The public key of the log, 32 bytes.</param>
internal sealed record RingFacts(long Generation, byte[] Digest, IReadOnlyList<EpochKey> Epochs, byte[] LogKey)
{
    /// <summary>The newest epoch: everything is stored under it.</summary>
    public EpochKey Current => Epochs[^1];
}
