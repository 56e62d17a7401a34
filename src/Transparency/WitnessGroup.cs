namespace Broker.Transparency;

/// <summary>A group of witnesses or groups, of which so many have to have cosigned.</summary>
/// <param name="Name">Its name in the policy.</param>
/// <param name="Threshold">1 to the number of members.</param>
/// <param name="Members">Names that were defined before; at least one.</param>
public sealed record WitnessGroup(string Name, int Threshold, IReadOnlyList<string> Members);
