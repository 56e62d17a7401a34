using System.Globalization;
using Broker.Briefings;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Calendar;

/// <summary>Does what the calendar says is due: roots of finished days, and the closing of periods.</summary>
internal sealed class CalendarCloser(SqliteStore store, PolicyStore policies, LogEntries entries, VaultService vault, CalendarClock calendar, IGrainFactory grains)
{
    /// <summary>Closes what is due now; doing it again changes nothing. The names of releases that were published.</summary>
    public async Task<IReadOnlyList<string>> CloseDue()
    {
        var closed = new List<string>();
        if (!vault.IsUnsealed)
        {
            return closed;
        }

        await RootFinishedDays();
        foreach (string country in policies.Countries())
        {
            closed.AddRange((await grains.GetGrain<ICountryIntake>($"country/{country}").CloseDue()).Names);
        }

        return closed;
    }

    /// <summary>
    /// Logs the Merkle root over the commitments of each day that is over. It proves a deposit later without showing when on
    /// that day, how many there were, or whose.
    /// </summary>
    private Task RootFinishedDays()
    {
        string today = calendar.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return store.WriteAsync(connection =>
        {
            foreach (string day in connection.Rows(row => row.GetString(0), "SELECT DISTINCT day FROM commitments WHERE rooted = 0 AND day < $1 ORDER BY day", today))
            {
                // In the order of the leaves themselves: the order of arrival stays unknown.
                Hash32[] leaves = [.. connection.Rows(row => new Hash32(row.Bytes(0)), "SELECT leaf FROM commitments WHERE day = $1 ORDER BY leaf", day)];
                var root = Sha256Digest.FromBytes(MerkleTree.Root(leaves).ToArray());
                entries.Append(
                    connection, $"deposit-root/{day}",
                    new DepositRootEntry(vault.Origin.ToString(), DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), root));
                connection.Execute("UPDATE commitments SET rooted = 1 WHERE day = $1", day);
            }
        });
    }
}
