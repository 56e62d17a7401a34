namespace Broker.Cli;

/// <summary>One group of custodians, as the gateway tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Threshold">How many must give.</param>
/// <param name="Members">How many custodians it has.</param>
/// <param name="Given">The numbers, from 1, of those who have given.</param>
internal sealed record VaultGroupView(string Name, int Threshold, int Members, IReadOnlyList<int> Given)
{
    /// <summary>As <c>operators 1 of 2 given (operators/1)</c>.</summary>
    public string Words => Given.Count == 0
        ? $"{Name} 0 of {Threshold}"
        : $"{Name} {Given.Count} of {Threshold} given ({string.Join(", ", Given.Select(number => $"{Name}/{number}"))})";
}
