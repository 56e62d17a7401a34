using Broker.Silo.Grains;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Calendar;

/// <summary>Looks at the calendar at start and once a minute; on a simulated clock it only picks up what a restart left unfinished.</summary>
internal sealed partial class CalendarService(
    CalendarCloser closer, CalendarClock calendar, InternalCalls internalCalls, TimeProvider time, ILogger<CalendarService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        internalCalls.Enter();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await closer.CloseDue();
            }
            catch (Exception fault) when (fault is StoreUnavailableException or DamagedStoreException or TimeoutException)
            {
                // The type names what happened and carries no content; the next round tries again.
                NotClosed(log, fault.GetType().Name);
            }
        }
        while (!calendar.IsSimulated && await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "the calendar could not close what is due: {Fault}; nothing was released; it is tried again in a minute")]
    private static partial void NotClosed(ILogger log, string fault);
}
