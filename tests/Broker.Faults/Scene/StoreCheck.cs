using System.Data.Common;
using System.Text;
using Broker.Cli;
using Broker.Faults.Load;
using Broker.Sealing;
using Broker.Silo;
using Broker.Silo.Deposits;
using Broker.Silo.Hosting;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;
using Microsoft.Extensions.DependencyInjection;

namespace Broker.Faults.Scene;

/// <summary>Opens a data folder with the silo's own code, as a start does, and holds it against the receipts.</summary>
internal static class StoreCheck
{
    private const int RecordsAtOnce = 512;

    public static async Task<StoreFinding> RunAsync(string dataFolder, IReadOnlyCollection<Acknowledged> receipts, string database = "")
    {
        try
        {
            var options = new SiloOptions
            {
                DataFolder = dataFolder,
                Postgres = database,
                Origin = Installation.Origin,
                Environment = SiloOptions.DevelopmentEnvironment,
                SimulatedClock = DateTimeOffset.Parse(Installation.ClockStart, System.Globalization.CultureInfo.InvariantCulture),
            };
            await using ServiceProvider silo = new ServiceCollection().AddLogging().AddBroker(options).BuildServiceProvider();
            IStore store = silo.GetRequiredService<IStore>();
            silo.GetRequiredService<VaultStarter>().Start();
            silo.GetRequiredService<LogOpening>().Write();
            return Look(store, silo.GetRequiredService<VaultService>(), receipts);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or DamagedStoreException or InvalidDataException or DbException or IOException or LogCorruptException)
        {
            return new StoreFinding(false, receipts.Count, 0, 0, false, fault.GetType().Name);
        }
    }

    private static StoreFinding Look(IStore store, VaultService vault, IReadOnlyCollection<Acknowledged> receipts)
    {
        Dictionary<string, string> held = Receipts(store, vault);
        int lost = receipts.Count(known => !held.TryGetValue(known.Deposit.Record, out string? receipt) || !string.Equals(receipt, known.Receipt, StringComparison.Ordinal));
        (long records, long doubled) = store.Read(Count);
        return new StoreFinding(true, lost, doubled, records, receipts.Count == 0 || LogHolds(store, receipts.First().Deposit.Member), "");
    }

    // Only what opens whole, observation included, is held.
    private static Dictionary<string, string> Receipts(IStore store, VaultService vault)
    {
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        string? after = "";
        while (after is not null)
        {
            string from = after;
            IReadOnlyList<StoredRecord> page = store.Read(connection => DepositStore.Kept(connection, from, RecordsAtOnce));
            foreach (StoredRecord record in page)
            {
                _ = vault.OpenForRebuild(record, (_, _, receipt) => held[record.Record.ToString()] = Encoding.UTF8.GetString(receipt));
            }

            after = page.Count < RecordsAtOnce ? null : page[^1].Record.ToString();
        }

        return held;
    }

    // A record has one key, one commitment and one contribution, which waits in the outbox or was taken: as many of each as there are records.
    private static (long Records, long Doubled) Count(StoreConnection connection)
    {
        long records = Rows(connection, "SELECT count(*) FROM records");
        long[] others =
        [
            Rows(connection, "SELECT count(*) FROM data_keys"),
            Rows(connection, "SELECT count(*) FROM commitments"),
            Rows(connection, "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM contributions)"),
        ];
        return (records, others.Sum(count => Math.Abs(count - records)));
    }

    private static long Rows(StoreConnection connection, string sql) => connection.Number(sql) ?? 0;

    private static bool LogHolds(IStore store, Member anyone)
    {
        long size = store.Read(LogStore.Size);
        return LogVerification.Check(
            path => store.Read(connection => LogStore.ReadPublished(connection, path, size)), CheckpointVerifier.Of(anyone.Trust, Ed25519.Verify), null).IsClean;
    }
}
