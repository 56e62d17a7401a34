namespace Broker.Policy;

/// <summary>
/// Facts about who asks, as the account was enrolled with them. A null is a fact that the account does not have.
/// Who asks acts for a state or for an organisation, never for both.
/// </summary>
/// <param name="State">The state that the requester acts for, ISO 3166-1 alpha-3.</param>
/// <param name="Organisation">The organisation that the requester acts for, by its name in policies.</param>
/// <param name="Role">The requester's role, as <c>delegate</c>.</param>
/// <param name="Actors">Armed actors that the requester is affiliated with, by their names in policies.</param>
public sealed record Requester(string? State, string? Organisation, string? Role, IReadOnlyList<string> Actors);
