using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>
/// Batches of one depositor at the same time, through as many grains as can be: what is taken once is taken once whichever way it comes, because the
/// transaction decides it. The callers here go to other shards on purpose than the gateway would choose.
/// </summary>
public sealed class DepositRaceTests : IDisposable
{
    private const int Callers = 64;
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Batch_SentManyTimesAtOnceUnderOneKey_IsOneRecordAndOneReceipt(bool throughOneShard)
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        byte[][] packages = [Seal(silo, depositor, "s1"), Seal(silo, depositor, "s2")];

        DepositOutcome[] answers = await AtOnce(i => Deposit(silo, depositor, throughOneShard ? 7 : i, "one-key", packages));

        Assert.All(answers, answer => Assert.Equal("ok", answer.Outcome.Code));
        Assert.All(answers, answer => Assert.Equal(answers[0].Lines, answer.Lines));
        Assert.Equal(["accepted", "accepted"], answers[0].Lines.Select(line => line.Code));
        AssertRows(silo, records: 2, keys: 1);
    }

    [Fact]
    public async Task Key_SentAtOnceWithDifferentBatches_TakesOneAndRefusesTheOthers()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        byte[][] packages = [.. Enumerable.Range(0, Callers).Select(i => Seal(silo, depositor, $"s{i}"))];

        DepositOutcome[] answers = await AtOnce(i => Deposit(silo, depositor, i, "one-key", packages[i]));

        Assert.Single(answers, answer => answer.Outcome.IsOk);
        Assert.Equal(Callers - 1, answers.Count(answer => answer.Outcome.Code == "conflict" && answer.Lines.Count == 0));
        AssertRows(silo, records: 1, keys: 1);
    }

    [Fact]
    public async Task Package_SentAtOnceUnderManyKeys_IsOneRecordAndOneReceipt()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        byte[] package = Seal(silo, depositor, "s1");

        DepositOutcome[] answers = await AtOnce(i => Deposit(silo, depositor, i, $"key-{i}", package));

        Assert.All(answers, answer => Assert.Equal("ok", answer.Outcome.Code));
        Assert.All(answers, answer => Assert.Equal(answers[0].Lines, answer.Lines));
        AssertRows(silo, records: 1, keys: 1);
    }

    [Fact]
    public async Task Record_SealedTwiceAndSentAtOnce_IsTheFirstOneOnly()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId record = RecordId.New(System.Security.Cryptography.RandomNumberGenerator.Fill);
        byte[][] packages = [.. Enumerable.Range(0, Callers).Select(i => depositor.Seal(silo.Vault, new TestObservation($"s{i}", Day), record))];

        DepositOutcome[] answers = await AtOnce(i => Deposit(silo, depositor, i, $"key-{i}", packages[i]));

        Assert.Single(answers, answer => answer.Outcome.IsOk && answer.Lines[0].Code == "accepted");
        Assert.Equal(Callers - 1, answers.Count(answer => answer.Lines[0].Code == "record-exists" && answer.Lines[0].Receipt.Length == 0));
        AssertRows(silo, records: 1, keys: 1);
    }

    [Fact]
    public async Task Batches_ThatShareRecords_StoreEachOnceAndAnswerForAll()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        byte[][] packages = [.. Enumerable.Range(0, Callers + 3).Select(i => Seal(silo, depositor, $"s{i}"))];

        DepositOutcome[] answers = await AtOnce(i => Deposit(silo, depositor, i, $"key-{i}", packages[i..(i + 4)]));

        Assert.All(answers.SelectMany(answer => answer.Lines), line => Assert.Equal("accepted", line.Code));
        Assert.All(answers.SelectMany(answer => answer.Lines).GroupBy(line => line.Record), own => Assert.Single(own.Select(line => line.Receipt).Distinct()));
        Assert.Equal(packages.Length, Count(silo, "records"));
        Assert.Equal(packages.Length, Count(silo, "commitments"));
        Assert.Equal(packages.Length, Count(silo, "outbox") + Count(silo, "contributions"));
    }

    [Fact]
    public async Task Record_WithdrawnWhileItIsSentAgainAndAgain_StaysWithdrawn()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await silo.DepositAsync(depositor, "first", package);

        Task<DepositOutcome[]> sending = AtOnce(i => Deposit(silo, depositor, i, $"key-{i}", package));
        WithdrawOutcome withdrawn = await silo.Grains.GetGrain<IDepositorGrain>(DepositShards.First(depositor.Id.ToString()))
            .Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n"));

        Assert.Equal("ok", withdrawn.Outcome.Code);
        Assert.All(await sending, answer => Assert.Contains(answer.Lines[0].Code, (string[])["accepted", "record-withdrawn"]));
        Assert.Equal("record-withdrawn", (await Deposit(silo, depositor, 9, "last", package)).Lines[0].Code);
        Assert.Equal(0, Count(silo, "data_keys") + Count(silo, "outbox") + Count(silo, "contributions"));
    }

    [Fact]
    public void Shards_OfKeys_AreStableAndSpread()
    {
        Assert.Equal("depositor/0123456789abcdef/197", DepositShards.KeyOf("0123456789abcdef", ""));
        Assert.Equal("depositor/0123456789abcdef/44", DepositShards.KeyOf("0123456789abcdef", "a"));
        string[] keys = [.. Enumerable.Range(0, 10_000).Select(i => DepositShards.KeyOf("0123456789abcdef", $"key-{i}"))];
        Assert.Equal(keys, Enumerable.Range(0, 10_000).Select(i => DepositShards.KeyOf("0123456789abcdef", $"key-{i}")));
        Assert.Equal(DepositShards.Count, keys.Distinct().Count());
        Assert.True(keys.GroupBy(key => key).Max(shard => shard.Count()) < 120);
    }

    private async Task<SiloHost> ReadyAsync()
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        return silo;
    }

    private static byte[] Seal(SiloHost silo, TestAccount depositor, string source) => depositor.Seal(silo.Vault, new TestObservation(source, Day)).Package;

    private static Task<DepositOutcome> Deposit(SiloHost silo, TestAccount depositor, int shard, string key, params byte[][] packages) =>
        silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/{shard}").Deposit(silo.Sign(depositor, "/deposits", DepositPackage.EncodeBatch(packages)), key);

    private static Task<DepositOutcome[]> AtOnce(Func<int, Task<DepositOutcome>> send) => Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => send(i))));

    private static void AssertRows(SiloHost silo, long records, long keys)
    {
        Assert.Equal((records, records, records, keys), (Count(silo, "records"), Count(silo, "data_keys"), Count(silo, "commitments"), Count(silo, "idempotency")));
        Assert.Equal(records, Count(silo, "outbox") + Count(silo, "contributions"));
    }

    private static long Count(SiloHost silo, string table) => silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table}")) ?? -1;
}
