using System.Security.Cryptography;
using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>A changed copy of the key ring, sealed, not in use yet: first it becomes a file, then the vault adopts it.</summary>
internal sealed class RingChange : IDisposable
{
    private RingInUse? changed;

    public RingChange(KeyRing ring, SecretKey key, byte[] sealedRing)
    {
        Sealed = sealedRing;
        changed = new RingInUse(ring, key, SHA256.HashData(sealedRing));
    }

    /// <summary>The bytes to store.</summary>
    public byte[] Sealed { get; }

    /// <summary>Hands the changed ring on; this object owns it no longer.</summary>
    public RingInUse Take()
    {
        RingInUse taken = changed ?? throw new InvalidOperationException("a change of the key ring is adopted once");
        changed = null;
        return taken;
    }

    /// <summary>Zeroes the changed ring unless it was taken.</summary>
    public void Dispose() => changed?.Return();
}
