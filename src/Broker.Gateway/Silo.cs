using System.Threading.RateLimiting;
using Broker.Contracts;

namespace Broker.Gateway;

/// <summary>
/// The way to the silo. The concurrency limit is here and not around whole requests, so that a body that trickles in holds
/// no place; it is one for the whole gateway, because addresses of callers say nothing behind an onion service.
/// </summary>
internal sealed class Silo(IClusterClient client, GatewayOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Key of the silo itself.</summary>
    public const string Key = "silo/this";

    /// <summary>Key of the vault.</summary>
    public const string VaultKey = "vault/this";

    /// <summary>The vault's state in which content can be opened.</summary>
    public const string Unsealed = "unsealed";

    private static readonly TimeSpan OriginLifetime = TimeSpan.FromSeconds(30);

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.ConcurrentCalls,
        QueueLimit = options.QueuedCalls,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    // Replaced whole; a race costs one more call.
    private volatile KnownOrigin? known;

    /// <summary>One call; throws <see cref="SiloBusyException"/> when there is no place for it.</summary>
    public async Task<T> Call<T>(Func<IGrainFactory, Task<T>> call, CancellationToken cancellation)
    {
        using var lease = await limiter.AcquireAsync(1, cancellation);
        return lease.IsAcquired ? await call(client) : throw new SiloBusyException();
    }

    public Task<SiloState> Status(CancellationToken cancellation) =>
        Call(grains => grains.GetGrain<ISiloGrain>(Key).Status(), cancellation);

    public Task<VaultState> Vault(CancellationToken cancellation) =>
        Call(grains => grains.GetGrain<IVaultGrain>(VaultKey).Status(), cancellation);

    public async Task<LogFile> ReadLog(string path, CancellationToken cancellation)
    {
        var origin = await Origin(cancellation);
        return await Call(grains => grains.GetGrain<IDisclosureLogGrain>($"log/{origin}").Read(path), cancellation);
    }

    public void Dispose() => limiter.Dispose();

    // An instance keeps its origin for life; the short memory only spares a mirror of many tiles a second call each.
    private async Task<string> Origin(CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        if (known is { } held && time.GetElapsedTime(held.At, now) < OriginLifetime)
        {
            return held.Origin;
        }

        var status = await Status(cancellation);
        known = new KnownOrigin(status.Origin, now);
        return status.Origin;
    }

    private sealed record KnownOrigin(string Origin, long At);
}
