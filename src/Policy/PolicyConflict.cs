namespace Broker.Policy;

/// <summary>A declared conflict: a state alleged to perpetrate, with its proxies and contingents.</summary>
/// <param name="States">ISO 3166-1 alpha-3 codes.</param>
/// <param name="Actors">Names of armed actors, as accounts carry them.</param>
/// <param name="Since">First day on which the conflict counts.</param>
public sealed record PolicyConflict(IReadOnlyList<string> States, IReadOnlyList<string> Actors, DateOnly Since);
