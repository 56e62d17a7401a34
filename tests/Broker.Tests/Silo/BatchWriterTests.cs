using System.Text;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>Batches that wait together while the store's writer is busy, and are then written in one piece of work.</summary>
public sealed class BatchWriterTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Batches_ThatWaitTogether_AreJudgedInTheirOrder()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        AdmittedRecord[] records = [.. Enumerable.Range(0, 4).Select(i => Admit(silo, depositor, $"s{i}"))];
        DepositStore store = silo.Service<DepositStore>();

        Task<BatchWrite>[] writes = [];
        await WhileTheWriterIsBusy(silo, () => writes =
        [
            store.Write(depositor.Id, Day, [records[0], records[1]], "a", new byte[32], [1]),
            store.Write(depositor.Id, Day, [records[2]], "a", new byte[32], [2]),
            store.Write(depositor.Id, Day, [records[1], records[2]], "b", new byte[32], [3]),
            store.Write(depositor.Id, Day, [records[2], records[3]], "c", new byte[32], [4]),
        ]);

        Assert.Equal([BatchWrite.Written, BatchWrite.KeyAnswered, BatchWrite.RecordsKnown, BatchWrite.Written], await Task.WhenAll(writes));
        Assert.Equal([1], store.FindAnswer(depositor.Id, "a")!.Value.Answer);
        Assert.Null(store.FindAnswer(depositor.Id, "b"));
        Assert.Equal((4, 4, 4, 2), (Count(silo, "records"), Count(silo, "data_keys"), Count(silo, "contributions"), Count(silo, "idempotency")));
        Assert.Equal(4, store.FindRecords(records.Select(record => record.Record)).Count);
    }

    [Fact]
    public async Task Batch_ThatCannotBeWritten_TakesNothingOfThoseThatWaitWithIt()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        AdmittedRecord[] records = [.. Enumerable.Range(0, 24).Select(i => Admit(silo, depositor, $"s{i}"))];
        await silo.Store.WriteAsync(connection => connection.Execute(
            $"CREATE TRIGGER bad BEFORE INSERT ON data_keys WHEN NEW.record = '{records[7].Record}' BEGIN SELECT RAISE(ABORT, 'bad'); END"));

        Task<BatchWrite>[] writes = [];
        await WhileTheWriterIsBusy(silo, () => writes =
            [.. records.Select((record, i) => silo.Service<DepositStore>().Write(depositor.Id, Day, [record], $"k{i}", new byte[32], [1]))]);

        await Assert.ThrowsAnyAsync<Exception>(() => writes[7]);
        Assert.All(await Task.WhenAll(writes.Where((_, i) => i != 7)), written => Assert.Equal(BatchWrite.Written, written));
        Assert.Equal((23, 23, 23, 23), (Count(silo, "records"), Count(silo, "data_keys"), Count(silo, "contributions"), Count(silo, "idempotency")));
    }

    [Fact]
    public async Task Batches_OfMoreRecordsThanOneWorkTakes_AreAllWritten()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        AdmittedRecord[] records = [.. Enumerable.Range(0, 330).Select(i => Admit(silo, depositor, $"s{i}"))];

        Task<BatchWrite>[] writes = [];
        await WhileTheWriterIsBusy(silo, () => writes =
        [
            silo.Service<DepositStore>().Write(depositor.Id, Day, records[..300], "large", new byte[32], [1]),
            .. records[300..].Select((record, i) => silo.Service<DepositStore>().Write(depositor.Id, Day, [record], $"k{i}", new byte[32], [1])),
        ]);

        Assert.All(await Task.WhenAll(writes), written => Assert.Equal(BatchWrite.Written, written));
        Assert.Equal((330, 330, 330, 31), (Count(silo, "records"), Count(silo, "data_keys"), Count(silo, "contributions"), Count(silo, "idempotency")));
        Assert.Equal(0, Count(silo, "outbox"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(53)]
    public async Task Rows_OfAnyNumber_AreInsertedAndFound(int rows)
    {
        await using var store = new SqliteStore(Path.Combine(folder.Path, "rows.db"));
        object?[] values = [.. Enumerable.Range(0, rows).SelectMany(i => (object?[])[$"key-{i}", $"value-{i}"])];
        await store.WriteAsync(connection => ManyRows.Insert(connection, CompositeFormat.Parse("INSERT INTO meta (key, value) VALUES {0}"), 2, values));

        List<string> found = store.Read(connection => ManyRows.Find(
            connection, row => row.GetString(0), CompositeFormat.Parse("SELECT value FROM meta WHERE key IN {0}"), [.. Enumerable.Range(0, rows + 3).Select(i => $"key-{i}")]));

        Assert.Equal(Enumerable.Range(0, rows).Select(i => $"value-{i}").Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static async Task WhileTheWriterIsBusy(SiloHost silo, Action act)
    {
        using var gate = new ManualResetEventSlim();
        Task busy = silo.Store.WriteAsync(_ => gate.Wait());
        act();
        gate.Set();
        await busy;
    }

    private async Task<SiloHost> ReadyAsync()
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        return silo;
    }

    internal static AdmittedRecord Admit(SiloHost silo, TestAccount depositor, string source) =>
        silo.Service<DepositIntake>().Admit(
            new Account(depositor.Id, Account.Depositor, depositor.Name, "", "", default, depositor.Signing.PublicKey, depositor.SealingKey.PublicKey),
            depositor.Seal(silo.Vault, new TestObservation(source, Day)).Package, Day, logSize: null).Admitted!;

    private static long Count(SiloHost silo, string table) => silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table}")) ?? -1;
}
