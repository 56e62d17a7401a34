using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>A new sharing of the root key that waits for the custodians: of today, to agree, and then of the plan, to show that their shares work.</summary>
/// <remarks>In memory only: a stop or a sealing leaves everything as it was.</remarks>
internal sealed class PendingRekey(VaultPlan plan, Origin origin) : IDisposable
{
    private SecretKey? ringKey;

    public VaultPlan Plan => plan;

    public byte[] Digest { get; } = plan.Digest(origin);

    /// <summary>The sharing that was issued; null until today's custodians have agreed.</summary>
    public VaultFile? Issued { get; private set; }

    /// <summary>Notes what was issued. The key is kept only to know the right one when a quorum of the new shares brings it.</summary>
    public void Issue(VaultFile file, SecretKey key) => (Issued, ringKey) = (file, key);

    /// <summary>Whether the new shares gave the key that they were made of.</summary>
    public bool IsKey(SecretKey candidate) => ringKey is not null && VaultService.Same(ringKey, candidate);

    public void Dispose() => ringKey?.Dispose();
}
