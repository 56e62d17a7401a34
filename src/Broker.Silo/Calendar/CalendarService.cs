using Broker.Silo.Grains;
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
#pragma warning disable CA1031 // the calendar goes on: a silo that stops would close nothing at all
            catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
            {
                // The type names what happened and carries no content; the next round tries again.
                NotClosed(log, fault.GetType().Name);
            }
        }
        while (!calendar.IsSimulated && await timer.WaitForNextTickAsync(stoppingToken));
    }
}
