using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

/// <summary>Consents beside everything that happens meanwhile: books that are live, a measurement, a failure, a restart.</summary>
public sealed class ConsentRaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Book_ThatIsLiveWhenAConsentIsGivenOrTakenBack_IsMadeAnewAndTheAuditIsEqual()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-01-29");
        Assert.Equal(2, AssertLive(scene)); // elected members get what was deposited before no more: the stratum of the consortium
        long given = await scene.GiveAsync();
        Assert.False(Cells(scene).IsLive("CAF", ConsentScene.Period));

        await scene.Silo.AdvanceAsync("2013-01-30");

        Assert.Equal(0, AssertLive(scene));
        Assert.All(await scene.RebuildAsync(), Assert.True);
        await scene.RevokeAsync(given);
        Assert.False(Cells(scene).IsLive("CAF", ConsentScene.Period));
        Assert.All(await scene.RebuildAsync(), Assert.True);
        await scene.Silo.AdvanceAsync("2013-01-31");
        Assert.Equal(2, AssertLive(scene));
    }

    [Fact]
    public async Task Book_ThatFollowsADepositFromBeforeAConsent_IsThrownAway()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-01-29");
        long before = Generation(scene);
        await scene.GiveAsync();

        // A deposit that had committed before the consent, and that the book comes to after it.
        Cells(scene).Wrote(new BlockDrain(ConsentScene.Period.Ordinal, before, []) { After = before });
        Cells(scene).Follow();

        Assert.True(Generation(scene) > before);
        Assert.False(Cells(scene).IsLive("CAF", ConsentScene.Period));
    }

    [Fact]
    public async Task Book_ThatIsReadWhileAConsentIsGiven_IsReadAgain()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-01-29");
        (SharingPolicy policy, DueMeasurement due) = CellsTests.Scene(scene.Silo);
        StoredContribution[] stored = [.. scene.Silo.Service<MeasurementStore>().Contributions(null, "CAF", 0)];

        // A reader that has looked the first contribution's consent up when its depositor gives one: it holds what was before.
        ConsentView view = scene.Silo.Service<ConsentStore>().View(null, "CAF");
        StoredContribution own = stored.Single(row => row.Record == scene.Record);
        Assert.Equal(2, scene.Silo.Service<ContributionAdmission>().Of(policy, due, own, view)!.Value.Stratum);
        long before = Generation(scene);
        await scene.GiveAsync();
        Assert.Equal(2, scene.Silo.Service<ContributionAdmission>().Of(policy, due, own, view)!.Value.Stratum);

        // That is why a reader asks for the generation afterwards: it has moved on, and the next reading sees the consent.
        Assert.True(Generation(scene) > before);
        using PeriodCells? read = scene.Silo.Service<CellBuilder>().Load(policy, due);
        Assert.Equal(Generation(scene), read!.Generation);
        Assert.True(read.Book.TryPlace(own.Source, out int stratum));
        Assert.Equal(0, stratum);
    }

    [Fact]
    public async Task Consent_GivenOnceAPeriodIsOver_DoesNotOpenWhatIsMeasuredLate()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.MissTheCutOffAsync();
        await scene.GiveAsync();
        await scene.ReleaseAsync();

        Assert.Equal(["CAF/2013-01/final"], (await scene.Silo.AdvanceAsync("2013-02-19")).Closed);

        Assert.Equal([ConsentScene.Narrow], await scene.ReleasesOf(scene.Record));
        await scene.Silo.AdvanceAsync("2013-03-21");
        Assert.Equal(3, (await scene.ReleasesOf(scene.Later)).Length);
    }

    [Fact]
    public async Task Consent_GivenOnTheLastDayOfAPeriod_OpensIt()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-02-17");
        await scene.GiveAsync();

        await scene.Silo.AdvanceAsync(ConsentScene.CutOff);

        Assert.Equal(3, (await scene.ReleasesOf(scene.Record)).Length);
    }

    [Fact]
    public async Task Consent_TakenBackBetweenCutOffAndMeasurement_OpensNothing()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        long given = await scene.GiveAsync();
        await scene.MissTheCutOffAsync();
        await scene.RevokeAsync(given);
        await scene.ReleaseAsync();

        Assert.Equal(["CAF/2013-01/final"], (await scene.Silo.AdvanceAsync("2013-02-19")).Closed);

        Assert.Equal([ConsentScene.Narrow], await scene.ReleasesOf(scene.Record));
    }

    [Fact]
    public async Task Consent_GivenWhileTheMeasurementRuns_WaitsForItAndChangesNothingOfIt()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-02-17");
        using var measuring = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        (SharingPolicy policy, DueMeasurement due) = CellsTests.Scene(scene.Silo);

        // The store's one writer measures; the consent is sent while it does.
        Task measured = scene.Silo.Store.WriteAsync(connection =>
        {
            measuring.Set();
            go.Wait();
            scene.Silo.Service<PeriodMeasurement>().Run(connection, policy, due, Cells(scene));
        });
        measuring.Wait();
        Task<long> consent = scene.GiveAsync();
        go.Set();
        await measured;
        await consent;
        await scene.Silo.AdvanceAsync(ConsentScene.CutOff);

        Assert.Equal([ConsentScene.Narrow], await scene.ReleasesOf(scene.Record));
    }

    [Theory]
    [InlineData("log_entries")]
    [InlineData("entry_facts")]
    [InlineData("consents")]
    public async Task Consent_ThatFailsHalfWay_IsNoneAndCanBeSentAgain(string table)
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-01-29");
        await scene.HoldAsync(table);
        await Assert.ThrowsAnyAsync<Exception>(() => scene.SendAsync(scene.Agreement));
        Assert.Equal((0, 0), (scene.CountEntries(), scene.CountRows()));
        Assert.Equal(2, AssertLive(scene));
        await scene.ReleaseAsync();

        await scene.GiveAsync();

        Assert.Equal((1, 1), (scene.CountEntries(), scene.CountRows()));
        Assert.All(await scene.RebuildAsync(), Assert.True);
    }

    [Fact]
    public async Task Snapshot_FromBeforeARevocationPutBack_IsNotUsed()
    {
        TestAccount @operator = TestAccount.New("operator");
        TestAccount depositor;
        string record;
        await using (ConsentScene scene = await ConsentScene.StartAsync(folder.Path, @operator))
        {
            (depositor, record) = (scene.Depositor, scene.Record.ToString());
            long given = await scene.GiveAsync();
            await scene.Silo.AdvanceAsync("2013-01-12");
            await scene.Silo.AdvanceAsync("2013-01-13"); // a round that found the book as it was: it is kept
            (byte[] partition, byte[] snapshot) = scene.Silo.Store.Read(connection => (
                connection.Blob("SELECT partition FROM cells")!, connection.Blob("SELECT sealed FROM cells")!));
            long generation = Generation(scene);

            await scene.RevokeAsync(given);

            Assert.Equal(0, scene.Silo.Store.Read(connection => connection.Number("SELECT count(*) FROM cells")));
            await scene.Silo.Store.WriteAsync(connection =>
            {
                connection.Execute("UPDATE generations SET generation = $1 WHERE partition = $2", generation, partition);
                connection.Execute("INSERT INTO cells (partition, vintage, ordinal, sealed) VALUES ($1, 'final', 0, $2)", partition, snapshot);
            });
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path, @operator);
        await again.AdvanceAsync("2013-01-14"); // a round that would take the snapshot for its book
        await again.AdvanceAsync(ConsentScene.CutOff);

        Assert.Equal([ConsentScene.Narrow], await ConsentScene.ReleasesOf(again, depositor, record));
    }

    [Fact]
    public async Task Consent_AfterARestartAndAnEpochsEnd_StillStands()
    {
        TestAccount @operator = TestAccount.New("operator");
        TestAccount depositor;
        string record;
        await using (ConsentScene scene = await ConsentScene.StartAsync(folder.Path, @operator))
        {
            (depositor, record) = (scene.Depositor, scene.Record.ToString());
            await scene.GiveAsync();
            await TestEpochs.EndAsync(scene.Silo);
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path, @operator);
        await again.AdvanceAsync(ConsentScene.CutOff);

        Assert.Equal(3, (await ConsentScene.ReleasesOf(again, depositor, record)).Length);
    }

    private static long Generation(ConsentScene scene) =>
        scene.Silo.Store.Read(connection => scene.Silo.Service<MeasurementStore>().Generation(connection, "CAF", ConsentScene.Period.Ordinal));

    private static CountryCells Cells(ConsentScene scene) => scene.Silo.Service<LiveCells>().Of("CAF");

    /// <summary>The live book holds what one that is made now would; the stratum of the depositor's record in it.</summary>
    private static int AssertLive(ConsentScene scene)
    {
        (SharingPolicy policy, DueMeasurement due) = CellsTests.Scene(scene.Silo);
        Assert.True(Cells(scene).IsLive("CAF", ConsentScene.Period));
        return scene.Silo.Store.Read(connection =>
        {
            using PeriodCells made = scene.Silo.Service<CellBuilder>().Build(connection, policy, due);
            StoredContribution own = scene.Silo.Service<MeasurementStore>().Contributions(connection, "CAF", 0).Single(row => row.Record == scene.Record);
            return Cells(scene).Use(connection, policy, due, book =>
            {
                Assert.True(book.HoldsTheSame(made.Book));
                Assert.True(book.TryPlace(own.Source, out int stratum));
                return stratum;
            });
        });
    }
}
