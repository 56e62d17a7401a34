namespace Broker.Sealing;

/// <summary>One group of custodians in a vault file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Threshold">How many of them must give.</param>
/// <param name="ShareHashes">The hash of each custodian's share value, 32 bytes, in the order of their numbers from 1.</param>
public sealed record VaultFileGroup(string Name, int Threshold, IReadOnlyList<byte[]> ShareHashes);
