using System.Text;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>The rows that say which record has to go on which day. A seized file tells how many go together, not when and not which.</summary>
internal static class Expiries
{
    private static readonly DayMark Next = new("next-day-to-expire");

    /// <summary>The first day whose expiries have not been taken yet; null before anything was deposited.</summary>
    public static DateOnly? NextDay(StoreConnection connection) => Next.Read(connection);

    /// <summary>Notes the first day that ever had a deposit: no record expires before it.</summary>
    public static void Begin(StoreConnection connection, DateOnly day) => Next.Begin(connection, day);

    /// <summary>Notes that all days before this one are done; never backwards.</summary>
    public static void Reach(StoreConnection connection, DateOnly next) => Next.Reach(connection, next);

    /// <summary>Notes whose record expires on a day; one that is done already stands for the next.</summary>
    public static void Insert(StoreConnection connection, VaultService vault, AccountId depositor, RecordId record, DateOnly day)
    {
        day = NextDay(connection) is { } next && next > day ? next : day;
        (byte[] dayTag, byte[] row) = (Day(vault, day), Row(vault, record));
        connection.Execute(
            "INSERT INTO expiries (day, row, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            dayTag, row, vault.SealAtRest(SealedColumns.Expiries.Place(dayTag, row), Encoding.ASCII.GetBytes($"{record} {depositor}")));
    }

    public static void Remove(StoreConnection connection, VaultService vault, RecordId record) =>
        connection.Execute("DELETE FROM expiries WHERE row = $1", Row(vault, record));

    /// <summary>Up to <paramref name="most"/> rows of a day, in the order of their names, after the given one; what is due is null when its row does not open.</summary>
    public static IReadOnlyList<(byte[] Row, (RecordId Record, AccountId Depositor)? Due)> Find(StoreConnection connection, VaultService vault, DateOnly day, byte[] after, int most)
    {
        byte[] tag = Day(vault, day);
        return
        [
            .. connection.Rows(row => (Row: row.Bytes(0), Sealed: row.Bytes(1)), "SELECT row, sealed FROM expiries WHERE day = $1 AND row > $2 ORDER BY row LIMIT $3", tag, after, most)
                .Select(row => (row.Row, Open(vault, SealedColumns.Expiries.Place(tag, row.Row), row.Sealed))),
        ];
    }

    private static (RecordId Record, AccountId Depositor)? Open(VaultService vault, string place, byte[] stored)
    {
        try
        {
            return Encoding.ASCII.GetString(vault.OpenAtRest(place, stored)).Split(' ') is [var record, var depositor]
                && RecordId.TryParse(record, out RecordId due) && AccountId.TryParse(depositor, out AccountId owner)
                ? (due, owner)
                : null;
        }
        catch (DamagedStoreException)
        {
            return null;
        }
    }

    private static byte[] Day(VaultService vault, DateOnly day) => vault.Tag("expiry-day", DayMark.Text(day));

    private static byte[] Row(VaultService vault, RecordId record) => vault.Tag("expiry-record", record.ToString());
}
