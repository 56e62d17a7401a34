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

    public async Task<PublicationState> Publication(CancellationToken cancellation)
    {
        var key = await PublicationKey(cancellation);
        return await Call(grains => grains.GetGrain<IPublicationGrain>(key).State(), cancellation);
    }

    /// <summary>What is to be carried to witnesses. Outside of the limit, as <see cref="Answer"/> is: every briefing in it waits for these two.</summary>
    public async Task<IReadOnlyList<WitnessErrand>> Errands(CancellationToken cancellation) =>
        await client.GetGrain<IPublicationGrain>(await PublicationKey(cancellation)).Errands();

    /// <summary>Hands over what a witness answered.</summary>
    public async Task Answer(WitnessReply reply, CancellationToken cancellation) =>
        await client.GetGrain<IPublicationGrain>(await PublicationKey(cancellation)).Answer(reply);

    public void Dispose() => limiter.Dispose();

    private async Task<string> PublicationKey(CancellationToken cancellation) => $"publication/{await Origin(cancellation)}";

    // An instance keeps its origin for life; the short memory only spares a mirror of many tiles a second call each.
    private async Task<string> Origin(CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        if (known is { } held && time.GetElapsedTime(held.At, now) < OriginLifetime)
        {
            return held.Origin;
        }

        // Outside of the limit: one call in half a minute, without which nothing is carried to a witness.
        cancellation.ThrowIfCancellationRequested();
        var status = await client.GetGrain<ISiloGrain>(Key).Status();
        known = new KnownOrigin(status.Origin, now);
        return status.Origin;
    }

    private sealed record KnownOrigin(string Origin, long At);
}
