using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>An opened key ring with the key that it is stored under, lent for single computations.</summary>
/// <remarks>
/// INVARIANT: its content never changes: a changed ring is another one that takes its place. So nothing that reads it needs a lock.
/// INVARIANT: its keys are zeroed once the vault let go of it and the last computation that had borrowed it is over, never before:
/// no caller meets a disposed key.
/// </remarks>
internal sealed class RingInUse(KeyRing ring, SecretKey key, byte[] digest)
{
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int holders = 1; // the vault itself; changed by Interlocked only

    public KeyRing Ring => ring;

    /// <summary>HKDF(root, <c>ring</c>): what the ring is stored under. The root key itself is never kept.</summary>
    public SecretKey Key => key;

    /// <summary>SHA-256 of the stored bytes.</summary>
    public byte[] Digest => digest;

    /// <summary>What the silo's own calls carry (<see cref="Grains.InternalCalls"/>); null until the first one. It goes with the ring.</summary>
    public byte[]? CallToken { get; set; }

    /// <summary>Completes when the keys are zeroed.</summary>
    public Task Gone => gone.Task;

    /// <summary>False when the keys are zeroed or about to be.</summary>
    public bool TryLend()
    {
        int seen = Volatile.Read(ref holders);
        while (seen > 0)
        {
            int before = Interlocked.CompareExchange(ref holders, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    public void Return()
    {
        if (Interlocked.Decrement(ref holders) == 0)
        {
            ring.Dispose();
            key.Dispose();
            gone.SetResult();
        }
    }
}
