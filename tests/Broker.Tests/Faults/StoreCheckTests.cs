using System.Diagnostics.CodeAnalysis;
using Broker.Faults.Load;
using Broker.Faults.Scene;
using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Faults;

/// <summary>What the runs of this folder rely on finds what it is there to find: one sound data folder, damaged in one way each time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "the test runner calls DisposeAsync")]
[Collection(nameof(FaultCollection))]
public sealed class StoreCheckTests : IAsyncLifetime
{
    private const int Deposits = 12;
    private readonly TemporaryFolder folder = new();
    private IReadOnlyCollection<Acknowledged> receipts = [];

    private string Data => folder.At("broker", "data");

    public async Task InitializeAsync()
    {
        await using Installation broker = Installation.Prepare(folder.At("broker"));
        broker.StartSilo();
        broker.StartGateway();
        await broker.SetUpAsync(1);
        await using DepositLoad load = DepositLoad.Start(broker, 1);
        while (load.Book.Count < Deposits)
        {
            await load.NextAsync();
        }

        await load.StopAsync();
        await broker.Silo.StopAsync();
        receipts = load.Book.All;
    }

    public Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Check_OfDamagedFolders_FindsEachDamage()
    {
        StoreFinding sound = await After("");
        Assert.True(sound.IsSound);
        Assert.Equal(receipts.Count, sound.Records);

        string one = receipts.First().Deposit.Record;
        Assert.Equal(1, (await After($"DELETE FROM records WHERE record = '{one}'")).Lost);
        Assert.Equal(1, (await After($"DELETE FROM data_keys WHERE record = '{one}'")).Lost);
        Assert.Equal(1, (await After($"UPDATE records SET sealed = zeroblob(length(sealed)) WHERE record = '{one}'")).Lost);
        Assert.Equal(1, (await After($"UPDATE records SET receipt = (SELECT receipt FROM records WHERE record <> '{one}' LIMIT 1) WHERE record = '{one}'")).Lost);
        Assert.Equal(1, (await After("INSERT INTO contributions SELECT partition, zeroblob(length(row)), sealed FROM contributions LIMIT 1")).Doubled);
        Assert.Equal(1, (await After("DELETE FROM contributions WHERE row = (SELECT min(row) FROM contributions)")).Doubled);
        Assert.False((await After("UPDATE log_entries SET entry = (SELECT entry FROM log_entries WHERE idx = 1) WHERE idx = 0")).LogHolds);
        Assert.False((await After("PRAGMA user_version = 99")).Opens);
    }

    private async Task<StoreFinding> After(string damage)
    {
        string copy = folder.At("copy");
        DataCopy.Make(Data, copy);
        if (damage.Length > 0)
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(copy, "broker.db")};Pooling=False");
            connection.Open();
            connection.Execute(damage);
        }

        return await StoreCheck.RunAsync(copy, receipts);
    }
}
