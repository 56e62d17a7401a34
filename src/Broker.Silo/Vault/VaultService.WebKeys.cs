using Broker.Sealing;

namespace Broker.Silo.Vault;

internal sealed partial class VaultService
{
    /// <summary>The key under which the gateway's key ring is wrapped, derived for that alone. The caller disposes it.</summary>
    public SecretKey WebKey()
    {
        using RingLease lease = Lend();
        return lease.Ring.Token.Derive("data-protection");
    }
}
