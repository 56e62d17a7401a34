using Broker.Contracts;

namespace Broker.Silo.Vault;

/// <summary>The part of <see cref="VaultState"/> that the ceremonies know.</summary>
internal sealed record CeremonyState(string State, string Asking, int GroupsNeeded, IReadOnlyList<VaultGroupState> Groups, string Plan);
