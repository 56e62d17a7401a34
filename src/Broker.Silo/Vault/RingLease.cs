using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>A key ring for the time of one computation; never kept over an await.</summary>
internal readonly ref struct RingLease(RingInUse lent) : IDisposable
{
    public KeyRing Ring => lent.Ring;

    public RingInUse InUse => lent;

    public void Dispose() => lent.Return();
}
