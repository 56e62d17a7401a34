using System.Security.Cryptography;
using Broker.Sealing;

namespace Broker.Silo.Vault;

// Who holds the keys: unsealing, sealing, and the exchange of the ring for a changed one.
internal sealed partial class VaultService : IDisposable
{
    private RingInUse? current; // changed by Interlocked only

    /// <summary>Raised after the vault was unsealed at run time and the log says so; handlers return at once and work elsewhere.</summary>
    public event Action? Unsealed;

    /// <summary>Raised once the vault was sealed, while the last computations that had a key may still run; handlers let go of what they hold in clear.</summary>
    public event Action? Sealed;

    public bool IsUnsealed => Volatile.Read(ref current) is not null;

    public long Generation
    {
        get
        {
            using RingLease lease = Lend();
            return lease.Ring.Generation;
        }
    }

    /// <summary>Generation, digest and epochs of the ring in use, all of one moment.</summary>
    public RingFacts Facts
    {
        get
        {
            using RingLease lease = Lend();
            return new RingFacts(
                lease.Ring.Generation, lease.InUse.Digest, [.. lease.Ring.Epochs.Select(epoch => epoch.PublicKey)], lease.Ring.Log.PublicKey);
        }
    }

    /// <summary>Unseals the vault with a ring that was opened with its key; the vault owns both from here on.</summary>
    /// <param name="opened">The ring.</param>
    /// <param name="ringKey">The key that it is stored under.</param>
    /// <param name="digest">SHA-256 of its stored bytes.</param>
    public void Unseal(KeyRing opened, SecretKey ringKey, byte[] digest) => Exchange(new RingInUse(opened, ringKey, digest));

    /// <summary>Tells those who wait for it that the vault is unsealed.</summary>
    public void AnnounceUnsealed() => Unsealed?.Invoke();

    /// <summary>
    /// Seals the vault. What asks for a key from now on meets <see cref="VaultSealedException"/>; the task completes when the computations that
    /// had a key are over and every key is zeroed.
    /// </summary>
    public Task SealAsync()
    {
        Task gone = Exchange(null);
        Sealed?.Invoke();
        return gone;
    }

    /// <summary>A changed copy of the ring under the same key. The ring in use stays as it is until the change is adopted.</summary>
    public RingChange Prepare(Action<KeyRing> change)
    {
        using RingLease lease = Lend();
        return Prepare(lease.InUse, lease.InUse.Key, change);
    }

    /// <summary>As <see cref="Prepare(Action{KeyRing})"/>, stored under another key.</summary>
    public RingChange Prepare(Action<KeyRing> change, SecretKey ringKey)
    {
        using RingLease lease = Lend();
        return Prepare(lease.InUse, ringKey, change);
    }

    /// <summary>Puts a changed ring, which is stored by now, in the place of the one in use.</summary>
    /// <exception cref="VaultSealedException">The vault was sealed meanwhile; the stored ring is found at the next unsealing.</exception>
    public void Adopt(RingChange change)
    {
        RingInUse taken = change.Take();
        RingInUse? before = Volatile.Read(ref current);
        if (before is null || Interlocked.CompareExchange(ref current, taken, before) != before)
        {
            taken.Return();
            throw new VaultSealedException();
        }

        before.Return();
    }

    /// <summary>Whether this is the key that the ring in use is stored under.</summary>
    public bool IsRingKey(SecretKey candidate)
    {
        using RingLease lease = Lend();
        return Same(lease.InUse.Key, candidate);
    }

    /// <summary>Whether two keys are equal, in constant time.</summary>
    public static bool Same(SecretKey one, SecretKey other)
    {
        byte[] both = GC.AllocateArray<byte>(2 * SecretKey.Size, pinned: true);
        try
        {
            one.Use(both, static (key, target) => key.CopyTo(target));
            other.Use(both, static (key, target) => key.CopyTo(target.AsSpan(SecretKey.Size)));
            return CryptographicOperations.FixedTimeEquals(both.AsSpan(0, SecretKey.Size), both.AsSpan(SecretKey.Size));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(both);
        }
    }

    public void Dispose() => _ = Exchange(null);

    private Task Exchange(RingInUse? next)
    {
        RingInUse? before = Interlocked.Exchange(ref current, next);
        if (before is null)
        {
            return Task.CompletedTask;
        }

        before.Return();
        return before.Gone;
    }

    private RingChange Prepare(RingInUse inUse, SecretKey ringKey, Action<KeyRing> change)
    {
        // The copy is made from memory and not from the file, so that a file that was put back meanwhile is not built upon.
        byte[] stored = inUse.Ring.SealUnder(inUse.Key, random);
        if (!KeyRing.TryOpen(stored, inUse.Key, out KeyRing? copy, out _))
        {
            throw new InvalidOperationException("a key ring that was just sealed must open");
        }

        try
        {
            change(copy!);
            return new RingChange(copy!, Copy(ringKey), copy!.SealUnder(ringKey, random));
        }
        catch
        {
            copy!.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Lends the log's key for one group of writes: whoever has it can sign at the group's end even when the vault is sealed meanwhile. The sealing
    /// is over once it is given back.
    /// </summary>
    public LogKeyLease LendLogKey() => new(Lend().InUse);

    private RingLease Lend()
    {
        while (Volatile.Read(ref current) is { } inUse)
        {
            // False only when it was exchanged in between: then there is another one, or none.
            if (inUse.TryLend())
            {
                return new RingLease(inUse);
            }
        }

        throw new VaultSealedException();
    }

    private static SecretKey Copy(SecretKey key)
    {
        byte[] bytes = GC.AllocateArray<byte>(SecretKey.Size, pinned: true);
        try
        {
            key.Use(bytes, static (secret, target) => secret.CopyTo(target));
            return SecretKey.FromBytes(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
