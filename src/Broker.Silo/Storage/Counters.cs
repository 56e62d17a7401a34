namespace Broker.Silo.Storage;

/// <summary>The store's counters, which never give a number twice: where a value is bound to its number, that is chosen before the row is written.</summary>
internal static class Counters
{
    public const string Outbox = "outbox";

    public static void Ensure(StoreConnection connection, string name, long last) =>
        connection.Execute("INSERT INTO counters (name, last) VALUES ($1, $2) ON CONFLICT DO NOTHING", name, last);

    /// <summary>Takes <paramref name="count"/> numbers in a row; the first of them.</summary>
    public static long Take(StoreConnection connection, string name, int count = 1)
    {
        long last = connection.Number("UPDATE counters SET last = last + $2 WHERE name = $1 RETURNING last", name, (long)count) ?? throw new Vault.DamagedStoreException();
        return checked(last - count + 1);
    }
}
