namespace Broker.Policy.Proof;

/// <summary>Who may be permitted a tier at most: what an officer declares beside the policy, and the prover holds the policy against.</summary>
/// <param name="Tier">Name of the tier.</param>
/// <param name="States">The states, ISO 3166-1 alpha-3.</param>
/// <param name="Organisations">The organisations, by their names in policies.</param>
/// <param name="Role">The role that each of them must hold; null when any will do.</param>
public sealed record AudienceBound(string Tier, IReadOnlyList<string> States, IReadOnlyList<string> Organisations, string? Role);
