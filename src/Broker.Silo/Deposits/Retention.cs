using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Deposits;

/// <summary>Shreds records on the day that their caveats set, by the calendar: N days after the day of the deposit.</summary>
/// <remarks>
/// Every day that was missed, because the silo was down or sealed, is caught up; doing a day again changes nothing. No entry is logged:
/// the entries of a day would tell, without noise, how many records were deposited N days before it.
/// </remarks>
internal sealed partial class Retention(IStore store, VaultService vault, DepositStore deposits, ILogger<Retention> log)
{
    private const int RowsAtOnce = 256;

    /// <summary>Shreds what is due up to and including today.</summary>
    public async Task ShredDue(DateOnly today)
    {
        DateOnly first = store.Read(Expiries.NextDay) ?? today;
        DateOnly reached = today.AddDays(1);
        for (DateOnly day = first; day <= today; day = day.AddDays(1))
        {
            int damaged = await ShredDay(day);
            if (damaged > 0)
            {
                // The days from this one on are looked at again each time, until the rows are restored from a backup.
                NotShredded(log, damaged);
                reached = day < reached ? day : reached;
            }
        }

        if (reached > first)
        {
            await store.WriteAsync(connection => Expiries.Reach(connection, reached));
        }
    }

    private async Task<int> ShredDay(DateOnly day)
    {
        int damaged = 0;
        byte[] after = [];
        while (store.Read(connection => Expiries.Find(connection, vault, day, after, RowsAtOnce)) is { Count: > 0 } rows)
        {
            (RecordId Record, AccountId Depositor)[] due = [.. rows.Where(row => row.Due is not null).Select(row => row.Due!.Value)];
            damaged += rows.Count - due.Length;
            after = rows[^1].Row;
            if (due.Length > 0)
            {
                await store.ShredAsync(connection =>
                {
                    foreach ((RecordId record, _) in due)
                    {
                        deposits.Shred(connection, record, RecordState.Expired);
                    }

                    foreach (IGrouping<AccountId, RecordId> own in due.GroupBy(one => one.Depositor, one => one.Record))
                    {
                        deposits.ShredNames(connection, own.Key, [.. own]);
                    }

                    return due.Length;
                });
            }
        }

        return damaged;
    }
}
