namespace Broker.Silo.Vault;

/// <summary>The log's key for the time of one group of writes; never kept over an await.</summary>
/// <remarks>INVARIANT: its holder borrowed the ring once, and gives it back once.</remarks>
internal sealed class LogKeyLease(RingInUse lent) : IDisposable
{
    private bool returned; // touched by the one thread that holds the lease

    /// <summary>The opened ring: another one after each unsealing.</summary>
    public object Ring => lent;

    public byte[] PublicKey => lent.Ring.Log.PublicKey;

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        ObjectDisposedException.ThrowIf(returned, this);
        lent.Ring.Log.Sign(message, signature);
    }

    public void Dispose()
    {
        if (!returned)
        {
            returned = true;
            lent.Return();
        }
    }
}
