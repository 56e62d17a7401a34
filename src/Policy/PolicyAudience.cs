namespace Broker.Policy;

/// <summary>A named set of those who may ask: everybody, delegates of states, or organisations.</summary>
/// <param name="Name">The audience's name.</param>
/// <param name="Anyone">Everybody, a conflict state too; the other members are empty then.</param>
/// <param name="States">The states in it, each with its term.</param>
/// <param name="Organisations">The organisations in it, by name.</param>
/// <param name="Role">The role that a member must hold; null when any will do.</param>
/// <param name="Seats">Seats by group, for the record of how the audience was composed; not evaluated.</param>
public sealed record PolicyAudience(
    string Name,
    bool Anyone,
    IReadOnlyList<AudienceState> States,
    IReadOnlyList<string> Organisations,
    string? Role,
    IReadOnlyDictionary<string, int> Seats);
