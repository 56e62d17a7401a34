namespace Broker.Contracts;

/// <summary>One group of custodians.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Threshold">How many must give.</param>
/// <param name="Members">How many custodians it has.</param>
/// <param name="Given">The numbers, from 1, of those who have given.</param>
[GenerateSerializer, Immutable, Alias("broker.vault-group-state")]
public sealed record VaultGroupState(
    [property: Id(0)] string Name,
    [property: Id(1)] int Threshold,
    [property: Id(2)] int Members,
    [property: Id(3)] IReadOnlyList<int> Given);
