namespace Broker.Sealing;

/// <summary>A group of custodians before it is known who they are.</summary>
/// <param name="Name"><c>[a-z][a-z0-9-]{0,30}</c>.</param>
/// <param name="Threshold">How many of them must give, 1 to <paramref name="Members"/>.</param>
/// <param name="Members">How many there are, 1 to 16.</param>
public sealed record VaultGroupSize(string Name, int Threshold, int Members);
