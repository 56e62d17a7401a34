using Microsoft.Extensions.Hosting;

namespace Broker.Silo.Vault;

/// <summary>Forgets shares in time although nobody calls.</summary>
internal sealed class ShareWatch(VaultCeremony ceremony, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            ceremony.Sweep();
        }
    }
}
