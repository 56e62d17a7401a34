using Broker.Contracts;

namespace Broker.Tests.Silo.Stores;

/// <summary>A transaction whose answer never came: kept or not, nothing is acknowledged for it, and nothing in memory contradicts the database afterwards.</summary>
[Collection(PostgresCollection.Name)]
public sealed class UnknownCommitTests(PostgresServer server) : IDisposable
{
    private const int Attempts = 20;
    private static readonly DateOnly Day = new(2013, 1, 10);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [PostgresTheory]
    [InlineData(LossyWay.Committed, 1)]
    [InlineData(LossyWay.Inserted, 0)]
    public async Task Deposit_WithoutAnAnswer_IsRefusedAndOneRecordWhenItIsSentAgain(string lost, long kept)
    {
        await using LossyWay way = LossyWay.To(server.NewDatabase());
        await using SiloHost silo = await StartAsync(way);
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        byte[] package = [];
        int before = await LoseAsync(way, lost, i =>
        {
            package = depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;
            return silo.SendAsync(depositor, Key(i), package);
        });
        long after = Count(silo, "records");
        DepositOutcome again = await silo.DepositAsync(depositor, Key(before), package);
        DepositOutcome otherKey = await silo.DepositAsync(depositor, "other", package);

        Assert.Equal(before + kept, after);
        Assert.Equal("accepted", again.Lines[0].Code);
        Assert.Equal(again.Lines[0], otherKey.Lines[0]);
        long all = before + 1;
        Assert.Equal((all, all, all, all), (Count(silo, "records"), Count(silo, "data_keys"), Count(silo, "commitments"), Count(silo, "outbox") + Count(silo, "contributions")));
    }

    [PostgresFact]
    public async Task Entry_WithoutAnAnswer_IsInTheLogOnceAndTheNextFollowsIt()
    {
        await using LossyWay way = LossyWay.To(server.NewDatabase());
        await using SiloHost silo = await StartAsync(way);
        TestAccount unknown = null!;
        _ = await LoseAsync(way, LossyWay.Committed, _ => EnrolAsync(silo, unknown = TestAccount.New("ngo two")));

        long size = Count(silo, "log_entries");
        await silo.EnrolAsync("depositor", "ngo three");
        EnrolOutcome again = await EnrolAsync(silo, unknown);

        Assert.Equal("ok", again.Outcome.Code);
        Assert.Equal(size + 1, Count(silo, "log_entries"));
        Assert.True(SiloLogTests.Verify(silo).IsClean);
    }

    [PostgresFact]
    public async Task Transaction_ThatDidNotBegin_IsBegunAnewAndNobodyHearsOfIt()
    {
        await using LossyWay way = LossyWay.To(server.NewDatabase());
        await using SiloHost silo = await StartAsync(way);
        await silo.EnrolAsync("depositor", "ngo one");

        way.Lose(LossyWay.Begun);
        await silo.EnrolAsync("depositor", "ngo two");

        Assert.True(SiloLogTests.Verify(silo).IsClean);
    }

    [PostgresFact]
    public async Task CountrysIntake_WithoutAnAnswer_CountsEachContributionOnce()
    {
        await using LossyWay way = LossyWay.To(server.NewDatabase());
        await using SiloHost silo = await StartAsync(way);
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package);
        await silo.AdvanceAsync("2013-01-12"); // the books of open periods are made

        // The same key is sent again, as a tool does: it was kept, and is counted by books that were not told of it.
        (string key, byte[] package) = ("", []);
        long others = await LoseAsync(way, LossyWay.Committed, i =>
        {
            (key, package) = ($"lost{i}", depositor.Seal(silo.Vault, new TestObservation($"lost{i}", Day)).Package);
            return silo.DepositAsync(depositor, key, package);
        });
        DepositOutcome again = await silo.DepositAsync(depositor, key, package);
        await silo.DepositAsync(depositor, "k3", depositor.Seal(silo.Vault, new TestObservation("s3", Day)).Package);
        await silo.AdvanceAsync("2013-01-13");

        Assert.Equal("accepted", again.Lines[0].Code);
        Assert.Equal((others + 3, others + 3), (Count(silo, "contributions"), Count(silo, "records")));

        // The live books count what the records themselves say.
        RebuildOutcome rebuilt = await silo.Grains.GetGrain<IRebuildGrain>("rebuild/CAF").Rebuild(silo.Sign(auditor, "/countries/CAF/rebuild", ""));
        Assert.NotEmpty(rebuilt.Periods);
        Assert.All(rebuilt.Periods, period => Assert.True(period.IsEqual));
    }

    private static Task<EnrolOutcome> EnrolAsync(SiloHost silo, TestAccount member) => silo.Grains.GetGrain<IAccountGrain>($"account/{member.Id}").Enrol(
        silo.Sign(silo.Operator, $"/accounts/{member.Id}", member.EnrolText("depositor", "-", "-", "-")));

    /// <summary>Does something again and again until it is what lost its answer, and not what the silo writes by itself meanwhile; how often it was done before.</summary>
    private static async Task<int> LoseAsync(LossyWay way, string answer, Func<int, Task> act)
    {
        for (int i = 0; i < Attempts; i++)
        {
            way.Lose(answer);
            try
            {
                await act(i);
            }
            catch (StoreAwayException)
            {
                return i;
            }
        }

        throw new InvalidOperationException("no answer was lost");
    }

    private static string Key(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"k{number}");

    private static long Count(SiloHost silo, string table) => silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table}") ?? 0);

    private Task<SiloHost> StartAsync(LossyWay way) => SiloHost.StartAsync(folder.Path, configure: options => options.Postgres = way.Connection);
}
