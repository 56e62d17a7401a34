namespace Broker.Sealing;

/// <summary>One group of custodians in a plan.</summary>
/// <param name="Name"><c>[a-z][a-z0-9-]{0,30}</c>, distinct within the plan.</param>
/// <param name="Threshold">How many of them must give, 1 to their number.</param>
/// <param name="Recipients">The X25519 public key of each custodian, 32 bytes, in the order of their numbers from 1.</param>
public sealed record VaultPlanGroup(string Name, int Threshold, IReadOnlyList<byte[]> Recipients);
