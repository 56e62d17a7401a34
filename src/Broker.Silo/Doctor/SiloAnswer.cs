using Broker.Contracts;

namespace Broker.Silo.Doctor;

/// <summary>What a running silo says of itself.</summary>
internal sealed record SiloAnswer(SiloState State, VaultState Vault, PublicationState Publication, int? ProcessId);
