using System.Threading.Channels;
using Broker.Silo.Grains;
using Broker.Silo.Vault;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Calendar;

/// <summary>Looks at the calendar at start, once a minute and whenever the vault was unsealed; a simulated clock has no minutes.</summary>
internal sealed partial class CalendarService(
    CalendarCloser closer, CalendarClock calendar, InternalCalls internalCalls, VaultService vault, VaultCalls calls, TimeProvider time, ILogger<CalendarService> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Holds one wish at most: what is due is looked up afresh each time.
    private readonly Channel<bool> wishes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void Wish() => wishes.Writer.TryWrite(true);

        vault.Unsealed += Wish;
        try
        {
            Wish();
            await Task.WhenAll(WishEachMinute(stoppingToken), Serve(stoppingToken));
        }
        finally
        {
            vault.Unsealed -= Wish;
        }
    }

    private async Task WishEachMinute(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!calendar.IsSimulated && await timer.WaitForNextTickAsync(stoppingToken))
        {
            wishes.Writer.TryWrite(true);
        }
    }

    private async Task Serve(CancellationToken stoppingToken)
    {
        await foreach (bool _ in wishes.Reader.ReadAllAsync(stoppingToken))
        {
            // Anew each time: the right to call internal interfaces exists only while the vault is unsealed.
            internalCalls.Enter();
            using IDisposable running = calls.Begin();
            try
            {
                await closer.CloseDue();
            }
            catch (VaultSealedException)
            {
                // Sealed on the way: what is due stays due.
            }
#pragma warning disable CA1031 // the calendar goes on: a silo that stops would close nothing at all
            catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
            {
                // The type names what happened and carries no content; the next round tries again.
                NotClosed(log, fault.GetType().Name);
            }
        }
    }
}
