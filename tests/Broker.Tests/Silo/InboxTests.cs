using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Storage;
using static Broker.Tests.Silo.InboxSteps;

namespace Broker.Tests.Silo;

/// <summary>Deposits that arrive while the vault is sealed.</summary>
public sealed class InboxTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Deposit_WhileSealed_IsKeptAndTakenByItselfAtTheUnsealing()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await TestEpochs.SealAsync(silo);

        DepositOutcome kept = await silo.DepositAsync(depositor, "k1", package);
        Assert.Equal(("ok", true, 0), (kept.Outcome.Code, kept.Kept, kept.Lines.Count));
        Assert.Equal((1, 0), (Waiting(silo), Count(silo, "records")));

        // The five minutes of the signature are over by then: it is judged as of its arrival.
        silo.Wall.Advance(TimeSpan.FromDays(3));
        await TestEpochs.UnsealAsync(silo);
        await EventuallyAsync(() => Waiting(silo) == 0);

        DepositOutcome again = await silo.DepositAsync(depositor, "k1", package);
        DepositLine line = Assert.Single(again.Lines);
        Assert.Equal((false, record.ToString(), "accepted"), (again.Kept, line.Record, line.Code));
        Assert.Equal(silo.Service<DepositStore>().FindRecords([record])[record].Receipt, line.Receipt);
        Assert.Equal(1, Count(silo, "records"));
    }

    [Fact]
    public async Task Deposit_KeptTwiceReplayedAndCopiedOnTheDisk_IsOneRecord()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        byte[] batch = DepositPackage.EncodeBatch([depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package]);
        await TestEpochs.SealAsync(silo);
        SignedCall call = silo.Sign(depositor, "/deposits", batch);
        await KeepAsync(silo, depositor, call, "k1");
        await KeepAsync(silo, depositor, call, "k1");
        await KeepAsync(silo, depositor, call, "another-key");
        await KeepAsync(silo, depositor, silo.Sign(depositor, "/deposits", batch), "k1");
        await silo.Store.WriteAsync(connection => connection.Execute("INSERT INTO inbox (epoch, sealed) SELECT epoch, sealed FROM inbox"));

        await DrainAsync(silo);

        Assert.Equal((0, 1, 1), (Waiting(silo), Count(silo, "records"), Count(silo, "contributions")));
    }

    [Fact]
    public async Task Deposits_WithOneKeyAndTwoBodies_AreTakenInTheOrderOfTheirArrival()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        (RecordId first, byte[] one) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        (_, byte[] two) = depositor.Seal(silo.Vault, new TestObservation("s2", Day));
        await TestEpochs.SealAsync(silo);
        await silo.DepositAsync(depositor, "k1", one);
        await silo.DepositAsync(depositor, "k1", two);

        await DrainAsync(silo);

        Assert.Equal((0, first.ToString()), (Waiting(silo), silo.Store.Read(connection => connection.Text("SELECT record FROM records"))));
        Assert.Equal(1, Count(silo, "records"));
    }

    [Fact]
    public async Task Deposit_ByAStrangerARequesterOrWithABadSignature_IsDroppedAtTheUnsealing()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        TestAccount stranger = TestAccount.New("stranger");
        byte[] batch = DepositPackage.EncodeBatch([depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package]);
        await TestEpochs.SealAsync(silo);
        SignedCall call = silo.Sign(depositor, "/deposits", batch);
        SignedCall forged = silo.Sign(stranger, "/deposits", batch);
        await KeepAsync(silo, stranger, forged, "k1");
        await KeepAsync(silo, requester, silo.Sign(requester, "/deposits", batch), "k1");
        await KeepAsync(silo, depositor, call with { Signature = forged.Signature }, "k1");

        await DrainAsync(silo);

        Assert.Equal((0, 0, 0), (Waiting(silo), Count(silo, "records"), Count(silo, "idempotency")));
    }

    [Fact]
    public async Task Deposit_KeptBeforeARestart_IsTakenAfterIt()
    {
        TestAccount @operator = TestAccount.New("operator");
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path, @operator: @operator);
        byte[] package;
        await using (host)
        {
            package = depositor.Seal(host.Vault, new TestObservation("s1", Day)).Package;
            await TestEpochs.SealAsync(host);
            Assert.True((await host.DepositAsync(depositor, "k1", package)).Kept);
        }

        await using SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator);
        await EventuallyAsync(() => Waiting(silo) == 0);

        Assert.Equal(1, Count(silo, "records"));
        Assert.Equal("accepted", Assert.Single((await silo.DepositAsync(depositor, "k1", package)).Lines).Code);
    }

    [Fact]
    public async Task Deposits_ToASealedVaultWithCustodians_WaitThroughARestartForTheQuorum()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo one");
        byte[][] packages = [.. Enumerable.Range(0, 2).Select(i => depositor.Seal(scene.Silo.Vault, new TestObservation($"s{i}", Day)).Package)];
        Assert.Equal("ok", (await scene.SealAsync()).Outcome.Code);
        Assert.True((await scene.Silo.DepositAsync(depositor, "k0", packages[0])).Kept);
        await scene.RestartAsync();
        Assert.True((await scene.Silo.DepositAsync(depositor, "k1", packages[1])).Kept);
        Assert.Equal(("sealed", 2), ((await scene.Vault.Status()).State, (await scene.Vault.Status()).Inbox));

        await scene.GiveAllAsync(null, "operators/1", "operators/2");
        Assert.Equal(2, Waiting(scene.Silo));
        Assert.Equal("ok", await scene.GiveAllAsync(null, "auditors/1"));
        await EventuallyAsync(() => Waiting(scene.Silo) == 0);

        Assert.Equal(2, Count(scene.Silo, "records"));
        Assert.Equal("accepted", Assert.Single((await scene.Silo.DepositAsync(depositor, "k1", packages[1])).Lines).Code);
    }

    [Fact]
    public async Task Drain_KilledBetweenTheRecordsCommitAndTheDeletion_TakesTheBatchOnce()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await TestEpochs.SealAsync(silo);
        await silo.DepositAsync(depositor, "k1", package);
        await ExecuteAsync(silo, "CREATE TRIGGER killed BEFORE DELETE ON inbox BEGIN SELECT RAISE(ABORT, 'killed'); END");
        await DrainAsync(silo);
        Assert.Equal((1, 1), (Waiting(silo), Count(silo, "records")));
        string receipt = silo.Service<DepositStore>().FindRecords([record])[record].Receipt;

        await ExecuteAsync(silo, "DROP TRIGGER killed");
        await RunAsync(silo);

        Assert.Equal((0, 1, 1), (Waiting(silo), Count(silo, "records"), Count(silo, "contributions")));
        Assert.Equal(receipt, Assert.Single((await silo.DepositAsync(depositor, "k1", package)).Lines).Receipt);
    }

    [Fact]
    public async Task Drain_OfAnItemThatFailsOrDoesNotOpen_StopsNoOther()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        (RecordId Record, byte[] Package)[] all = [.. Enumerable.Range(0, 4).Select(i => depositor.Seal(silo.Vault, new TestObservation($"s{i}", Day)))];
        await TestEpochs.SealAsync(silo);
        foreach ((RecordId record, byte[] package) in all)
        {
            await silo.DepositAsync(depositor, record.ToString(), package);
        }

        // The first can't be written, the second was altered, the third says that it is of another epoch.
        await ExecuteAsync(silo, $"CREATE TRIGGER failing BEFORE INSERT ON records WHEN NEW.record = '{all[0].Record}' BEGIN SELECT RAISE(ABORT, 'failing'); END");
        await ExecuteAsync(silo, "UPDATE inbox SET sealed = CAST(substr(sealed, 1, 40) || zeroblob(16) || substr(sealed, 57) AS BLOB) WHERE id = 2");
        await ExecuteAsync(silo, "UPDATE inbox SET epoch = '00000000' WHERE id = 3");
        await DrainAsync(silo);

        Assert.Equal([all[3].Record.ToString()], silo.Store.Read(connection => connection.Rows(row => row.GetString(0), "SELECT record FROM records")));
        Assert.Equal([1L], silo.Store.Read(connection => connection.Rows(row => row.GetInt64(0), "SELECT id FROM inbox")));

        await ExecuteAsync(silo, "DROP TRIGGER failing");
        await RunAsync(silo);
        Assert.Equal((0, 2), (Waiting(silo), Count(silo, "records")));
    }

    [Fact]
    public async Task Drain_WhileSealed_LeavesWhatWaits()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        byte[] package = depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;
        await TestEpochs.SealAsync(silo);
        await silo.DepositAsync(depositor, "k1", package);

        await silo.Service<InboxDrain>().Run();

        Assert.Equal(1, Waiting(silo));
    }

    [Fact]
    public async Task Count_OfAnEpoch_IsOfWhatWasSealedToIt()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        EpochId installed = silo.Vault.CurrentEpoch.Id;
        byte[] package = depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;
        await TestEpochs.RotateAsync(silo);
        EpochId current = silo.Vault.CurrentEpoch.Id;
        await TestEpochs.SealAsync(silo);
        await silo.DepositAsync(depositor, "k1", package);

        // Depositors and the inbox seal to the epoch whose note is installed, which is not the newest one.
        Assert.Equal((1, 0, 1), silo.Store.Read(connection => (Inbox.Count(connection, installed), Inbox.Count(connection, current), Inbox.Count(connection))));
        await DrainAsync(silo);
        Assert.Equal((0, 1), (Waiting(silo), Count(silo, "records")));
    }

    [Fact]
    public async Task Record_DepositedWhileSealedAndTakenUnderAWiderRevision_IsBoundByTheOneOfItsArrival()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        byte[] package = depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;
        byte[] after = depositor.Seal(silo.Vault, new TestObservation("s2", Day)).Package;
        await TestEpochs.SealAsync(silo);
        await silo.DepositAsync(depositor, "k1", package);
        await TestEpochs.UnsealAsync(silo, announce: false);

        // It still waits when another audience comes into force.
        await silo.ActivatePolicyAsync(text => text.Replace("states: [AZE,", "states: [FRA, AZE,", StringComparison.Ordinal));
        Assert.Equal(1, Waiting(silo));
        await RunAsync(silo);
        await silo.DepositAsync(depositor, "k2", after);
        await silo.AdvanceAsync("2013-02-21");

        StatusOutcome status = await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(silo.Sign(depositor, "/deposits/status", ""));
        Assert.Equal([1, 3], status.Records.Select(record => record.Releases.Count).Order());
        Assert.Equal(["CAF/2013-01/final/consortium"], status.Records.Single(record => record.Releases.Count == 1).Releases);
    }

    [Fact]
    public async Task Record_DepositedWhileSealedBeforeAnyPolicy_IsRefusedAsItWouldHaveBeenThen()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path, null, options => options.InboxMiB = 16);
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        byte[] package = depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;
        await TestEpochs.SealAsync(silo);
        Assert.True((await silo.DepositAsync(depositor, "k1", package)).Kept);
        await TestEpochs.UnsealAsync(silo, announce: false);
        await silo.ActivatePolicyAsync();

        await RunAsync(silo);

        Assert.Equal((0, 0), (Waiting(silo), Count(silo, "records")));
    }

    [Fact]
    public async Task Record_DepositedWhileSealed_CountsInAPeriodThatIsClosedAtTheUnsealing()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await TestEpochs.SealAsync(silo);
        await silo.DepositAsync(depositor, "k1", package);
        silo.Service<Broker.Silo.Calendar.CalendarClock>().TryAdvanceTo(new DateTimeOffset(2013, 2, 18, 0, 0, 0, TimeSpan.Zero));

        await TestEpochs.UnsealAsync(silo);
        await EventuallyAsync(() => Count(silo, "releases") == 3);

        StatusOutcome status = await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(silo.Sign(depositor, "/deposits/status", ""));
        Assert.Equal((record.ToString(), 3), (Assert.Single(status.Records).Record, status.Records[0].Releases.Count));
    }
}
