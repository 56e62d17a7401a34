namespace Broker.Gateway.WebKeys;

/// <summary>
/// Says no while the vault is sealed, also to keys that the framework still holds from before: what was protected under the
/// vault is of no use without it. That it is unsealed is remembered for a moment, so that a page with many tokens costs one call.
/// </summary>
internal sealed class VaultGate(Silo silo, TimeProvider time)
{
    /// <summary>How long after a seal keys in this process may still serve.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(2);

    // Ticks of the clock when the vault was last seen unsealed, 0 for never; guarded by Interlocked.
    private long seen;

    /// <exception cref="WebKeysSealedException">The vault is sealed.</exception>
    public void EnsureUnsealed()
    {
        var now = time.GetTimestamp();
        var last = Interlocked.Read(ref seen);
        if (last != 0 && time.GetElapsedTime(last, now) < Memory)
        {
            return;
        }

        if (silo.Status(CancellationToken.None).GetAwaiter().GetResult().Vault != Silo.Unsealed)
        {
            Interlocked.Exchange(ref seen, 0);
            throw new WebKeysSealedException();
        }

        Interlocked.Exchange(ref seen, now);
    }
}
