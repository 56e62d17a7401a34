using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Calendar;

/// <summary>Does what the calendar says is due: what waits in the inbox, roots of finished days, retention, and the closing of periods.</summary>
internal sealed partial class CalendarCloser(
    IStore store,
    PolicyStore policies,
    LogEntries entries,
    VaultService vault,
    InboxDrain inbox,
    Retention retention,
    CalendarClock calendar,
    IGrainFactory grains,
    ILogger<CalendarCloser> log)
{
    /// <summary>Closes what is due now; doing it again changes nothing. The names of releases that were published.</summary>
    /// <remarks>
    /// First what arrived while the vault was sealed: it arrived before what is due now. Then what has to go, so that nothing is measured
    /// of a record whose retention passed while the silo was down.
    /// What fails in one country stops neither the silo nor the others: it is logged by its type and tried again.
    /// </remarks>
    public async Task<IReadOnlyList<string>> CloseDue()
    {
        var closed = new List<string>();
        if (!vault.IsUnsealed)
        {
            return closed;
        }

        if (!await inbox.Run())
        {
            // Sealed on the way. It may be unsealed again by now, but what is left in the inbox comes first: that unsealing calls for another round.
            return closed;
        }

        // One day for both: a deposit of a day that is not rooted yet can't be due on a day that retention is done with.
        DateOnly today = calendar.Today;
        await store.WriteAsync(connection => DailyRoots.Close(connection, vault, entries, today));
        await retention.ShredDue(today);
        foreach (string country in policies.Countries())
        {
            try
            {
                closed.AddRange((await grains.GetGrain<ICountryIntake>($"country/{country}").CloseDue()).Names);
            }
#pragma warning disable CA1031 // see the remarks
            catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
            {
                NotClosed(log, country, fault.GetType().Name);
            }
        }

        return closed;
    }
}
