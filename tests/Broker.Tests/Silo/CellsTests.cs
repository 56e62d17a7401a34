using System.Globalization;
using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Releases;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>The live books of open periods: always what a book made of the stored contributions would be, and never a record that is gone.</summary>
public sealed class CellsTests : IDisposable
{
    private const string CutOff = "2013-02-18";
    private static readonly DateOnly Day = new(2013, 1, 10);
    private static readonly MeasuredPeriod First = MeasuredPeriod.Final(FourWeekCalendar.FromOrdinal(0));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Book_AfterDepositsOfManySources_IsLiveAndHoldsWhatTheStoreHolds()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        for (int batch = 0; batch < 3; batch++)
        {
            await DepositAsync(silo, depositor, $"k{batch}", [.. Enumerable.Range(0, 5).Select(i => Observation($"s{(batch * 5) + (i % 4)}", i))]);
            AssertLive(silo);
        }
    }

    [Fact]
    public async Task Book_AfterAWithdrawal_IsLiveWithoutTheRecord()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        RecordId[] records = await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s1", 1), Observation("s2", 1));
        AssertLive(silo);

        foreach (RecordId record in records[..2])
        {
            await WithdrawAsync(silo, depositor, record);
            AssertLive(silo); // at once: no round of the calendar in between
        }
    }

    [Fact]
    public async Task Book_BehindDepositsAndAWithdrawal_FollowsThemInTheirOrder()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s2", 1));
        AssertLive(silo);

        // Written, and nobody has told the country.
        AdmittedRecord[] records = [.. Enumerable.Range(0, 6).Select(i => BatchWriterTests.Admit(silo, depositor, $"s{i % 4}"))];
        foreach (AdmittedRecord record in records)
        {
            Assert.Equal(BatchWrite.Written, await silo.Service<DepositStore>().Write(depositor.Id, Day.AddDays(1), [record], $"w{record.Record}", new byte[32], [1]));
        }

        Assert.False(Cells(silo).IsLive("CAF", First));
        await WithdrawAsync(silo, depositor, records[2].Record);

        AssertLive(silo);
        Assert.Equal(7, Number(silo, "SELECT count(*) FROM contributions"));
    }

    [Fact]
    public async Task Book_OfAnotherGenerationThanBeforeAWithdrawal_IsNotUsedAndTheNextRoundHasAnother()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        RecordId[] records = await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s2", 1), Observation("s3", 2));
        AssertLive(silo);

        await silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM contributions WHERE row = $1", Row(silo, records[1])));
        Assert.False(Cells(silo).IsLive("CAF", First));
        await WithdrawAsync(silo, depositor, records[0]);

        Assert.False(Cells(silo).IsLive("CAF", First));
        await silo.AdvanceAsync("2013-01-12");
        AssertLive(silo);
    }

    [Fact]
    public async Task Withdrawal_ThatIsNotMadeDurable_LeavesTheBookAsItWas()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        RecordId[] records = await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s2", 1));
        await silo.Store.WriteAsync(connection => connection.Execute("CREATE TRIGGER hold BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'held'); END"));

        await Assert.ThrowsAnyAsync<Exception>(() => WithdrawAsync(silo, depositor, records[0]));

        AssertLive(silo);
        Assert.Equal(2, Number(silo, "SELECT count(*) FROM contributions"));
    }

    [Fact]
    public async Task WithdrawalBetweenRounds_AtTheCutOff_IsNotCounted()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        RecordId[] records = await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s2", 1));
        AssertLive(silo);
        await WithdrawAsync(silo, depositor, records[0]);

        await silo.AdvanceAsync(CutOff);

        Assert.Equal(records[1].ToString(), Assert.Single(await CountedAsync(silo, depositor)));
        Assert.Equal(1, Number(silo, "SELECT count(*) FROM ledger"));
    }

    [Fact]
    public async Task ExpiryAtTheCutOff_OfARecordInTheLiveBook_IsNotCounted()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        TestObservation limited = Observation("s1", 0) with { Caveats = new("public", [], [], null, 38, NoNarrative: true) };
        RecordId[] records = await DepositAsync(silo, depositor, "k1", limited, Observation("s2", 1));
        AssertLive(silo);

        await silo.AdvanceAsync(CutOff); // the day on which the first is shredded, before anything is measured

        Assert.Equal(records[1].ToString(), Assert.Single(await CountedAsync(silo, depositor)));
        Assert.Equal(1, Number(silo, "SELECT count(*) FROM ledger"));
    }

    [Fact]
    public async Task Book_AfterAMeasurementThatFailed_IsThrownAwayAndTheNextOneCountsTheSame()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        RecordId[] records = await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s2", 1));
        await silo.Store.WriteAsync(connection => connection.Execute("CREATE TRIGGER hold BEFORE INSERT ON measured BEGIN SELECT RAISE(ABORT, 'held'); END"));

        Assert.Empty((await silo.AdvanceAsync(CutOff)).Closed);
        Assert.False(Cells(silo).IsLive("CAF", First));
        Assert.Equal(0, Number(silo, "SELECT count(*) FROM ledger"));
        await WithdrawAsync(silo, depositor, records[0]);
        await silo.Store.WriteAsync(connection => connection.Execute("DROP TRIGGER hold"));
        Assert.Equal(["CAF/2013-01/final"], (await silo.AdvanceAsync("2013-02-19")).Closed);

        Assert.Equal(records[1].ToString(), Assert.Single(await CountedAsync(silo, depositor)));
        Assert.Equal(1, Number(silo, "SELECT count(*) FROM ledger"));
    }

    [Fact]
    public async Task Book_AfterADepositThatFailed_IsLiveAndHoldsNothingThatWasNotStored()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        await DepositAsync(silo, depositor, "k1", Observation("s1", 0));
        await silo.Store.WriteAsync(connection => connection.Execute("CREATE TRIGGER hold BEFORE INSERT ON contributions BEGIN SELECT RAISE(ABORT, 'held'); END"));

        await Assert.ThrowsAnyAsync<Exception>(() => DepositAsync(silo, depositor, "k2", Observation("s2", 1)));

        AssertLive(silo);
        Assert.Equal(1, Number(silo, "SELECT count(*) FROM records"));
        await silo.Store.WriteAsync(connection => connection.Execute("DROP TRIGGER hold"));
        await DepositAsync(silo, depositor, "k2", Observation("s2", 1));
        AssertLive(silo);
        Assert.Equal(2, Number(silo, "SELECT count(*) FROM contributions"));
    }

    [Fact]
    public async Task Book_AfterADrainThatFailed_IsThrownAwayAndHoldsNothingThatWasNotStored()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        await DepositAsync(silo, depositor, "k1", Observation("s1", 0));
        RecordId[] waiting = await DepositAsync(silo, depositor, "k2", Observation("s2", 1));
        await LeftInOutbox.PutAsync(silo, waiting[0]);
        await silo.Store.WriteAsync(connection => connection.Execute("CREATE TRIGGER hold BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'held'); END"));

        silo.Service<CountryDrains>().Ask("CAF");
        await silo.Service<CountryDrains>().Settled();

        Assert.False(Cells(silo).IsLive("CAF", First));
        await silo.Store.WriteAsync(connection => connection.Execute("DROP TRIGGER hold"));
        await silo.AdvanceAsync("2013-01-12");
        AssertLive(silo);
        Assert.Equal(2, Number(silo, "SELECT count(*) FROM contributions"));
    }

    [Fact]
    public async Task Contribution_PutBackWhileTheBookIsLive_IsNotCounted()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        RecordId[] records = await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s2", 1));
        byte[] row = Row(silo, records[0]);
        (byte[] partition, byte[] stored) = silo.Store.Read(connection => connection.Rows(
            reader => (reader.Bytes(0), reader.Bytes(1)), "SELECT partition, sealed FROM contributions WHERE row = $1", row))[0];
        await WithdrawAsync(silo, depositor, records[0]);
        await silo.AdvanceAsync("2013-01-12");
        AssertLive(silo);

        await silo.Store.WriteAsync(connection => connection.Execute("INSERT INTO contributions (partition, row, sealed) VALUES ($1, $2, $3)", partition, row, stored));
        await silo.AdvanceAsync(CutOff);

        Assert.Equal(records[1].ToString(), Assert.Single(await CountedAsync(silo, depositor)));
        Assert.Equal(1, Number(silo, "SELECT count(*) FROM ledger"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Snapshot_FromBeforeAWithdrawalPutBack_IsNotUsed(bool withItsGenerationAndRow)
    {
        TestAccount @operator = TestAccount.New("operator");
        TestAccount depositor;
        RecordId[] records;
        await using (SiloHost silo = await ReadyAsync(@operator))
        {
            depositor = await silo.EnrolAsync("depositor", "ngo one");
            await silo.AdvanceAsync("2013-01-11");
            records = await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s2", 1));
            await silo.AdvanceAsync("2013-01-12");
            await silo.AdvanceAsync("2013-01-13"); // a round that found the book as it was
            Assert.Equal(1, Number(silo, "SELECT count(*) FROM cells"));
            byte[] row = Row(silo, records[0]);
            (byte[] partition, byte[] snapshot, byte[] contribution, long generation) = silo.Store.Read(connection => (
                connection.Blob("SELECT partition FROM cells")!, connection.Blob("SELECT sealed FROM cells")!,
                connection.Blob("SELECT sealed FROM contributions WHERE row = $1", row)!, connection.Number("SELECT generation FROM generations")!.Value));

            await WithdrawAsync(silo, depositor, records[0]);

            Assert.Equal(0, Number(silo, "SELECT count(*) FROM cells"));
            using (StolenFolder stolen = StolenFolder.Of(folder.Path))
            {
                Assert.False(stolen.Holds(snapshot.AsSpan(8, 64)));
            }

            await silo.Store.WriteAsync(connection =>
            {
                if (withItsGenerationAndRow)
                {
                    connection.Execute("INSERT INTO contributions (partition, row, sealed) VALUES ($1, $2, $3)", partition, row, contribution);
                    connection.Execute("UPDATE generations SET generation = $1", generation);
                }

                connection.Execute("INSERT INTO cells (partition, vintage, ordinal, sealed) VALUES ($1, 'final', 0, $2)", partition, snapshot);
            });
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path, @operator);
        await again.AdvanceAsync("2013-01-14"); // a round that would take the snapshot for its book
        Assert.True(Cells(again).IsLive("CAF", First));
        await again.AdvanceAsync(CutOff);

        Assert.Equal(records[1].ToString(), Assert.Single(await CountedAsync(again, depositor)));
        Assert.Equal(1, Number(again, "SELECT count(*) FROM ledger"));
    }

    [Fact]
    public async Task Snapshot_AfterARestart_IsTheBook()
    {
        TestAccount @operator = TestAccount.New("operator");
        await using (SiloHost silo = await ReadyAsync(@operator))
        {
            TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
            await silo.AdvanceAsync("2013-01-11");
            await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s2", 1));
            await silo.AdvanceAsync("2013-01-12");
            await silo.AdvanceAsync("2013-01-13");
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path, @operator);
        (SharingPolicy policy, DueMeasurement due) = Scene(again);
        using PeriodCells kept = Assert.IsType<PeriodCells>(again.Store.Read(connection => again.Service<CellSnapshots>().Find(connection, policy, due)));
        using PeriodCells made = again.Store.Read(connection => again.Service<CellBuilder>().Build(connection, policy, due));
        Assert.True(kept.Book.HoldsTheSame(made.Book));
        Assert.False(kept.Book.IsEmpty);
    }

    [Fact]
    public async Task Snapshot_OfABookThatARecordLeftWhileItWasBeingKept_IsNotKept()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        RecordId[] records = await DepositAsync(silo, depositor, "k1", Observation("s1", 0), Observation("s2", 1));
        AssertLive(silo);
        (SharingPolicy policy, DueMeasurement due) = Scene(silo);
        await Cells(silo).Prepare(policy, [due]); // the round that saw the book
        using var removal = new ManualResetEventSlim();
        using var keeping = new ManualResetEventSlim();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // The store's one writer does, in this order: a withdrawal, something else, and the keeping of the book as it was encoded before both.
        Task<RemovedContribution?> withdrawal = silo.Store.ShredAsync(connection =>
        {
            began.SetResult();
            removal.Wait();
            return silo.Service<DepositStore>().Shred(connection, records[0], RecordState.Withdrawn);
        });
        await began.Task;
        Task between = silo.Store.WriteAsync(_ => keeping.Wait());
        Task kept = Cells(silo).Prepare(policy, [due]);
        removal.Set();
        silo.Service<LiveCells>().Removed(Assert.IsType<RemovedContribution>(await withdrawal));
        silo.Service<LiveCells>().Follow();
        keeping.Set();
        await between;
        await kept;

        AssertLive(silo);
        Assert.Equal(0, Number(silo, "SELECT count(*) FROM cells"));
    }

    [Theory]
    [InlineData("UPDATE cells SET sealed = zeroblob(length(sealed))")]
    [InlineData("UPDATE cells SET ordinal = 1")]
    [InlineData("UPDATE cells SET sealed = substr(sealed, 1, 20)")]
    [InlineData("UPDATE generations SET generation = generation + 1")]
    public async Task Snapshot_DamagedMovedOrOfAnotherGeneration_IsNoBook(string damage)
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        await DepositAsync(silo, depositor, "k1", Observation("s1", 0));
        await silo.AdvanceAsync("2013-01-12");
        await silo.AdvanceAsync("2013-01-13");
        (SharingPolicy policy, DueMeasurement due) = Scene(silo);
        using (PeriodCells? kept = silo.Store.Read(connection => silo.Service<CellSnapshots>().Find(connection, policy, due)))
        {
            Assert.NotNull(kept);
        }

        await silo.Store.WriteAsync(connection => connection.Execute(damage));

        Assert.Null(silo.Store.Read(connection => silo.Service<CellSnapshots>().Find(connection, policy, due)));
    }

    [Fact]
    public async Task Measurement_OfItsPeriod_LeavesNoBookAndNoSnapshotOfIt()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        await DepositAsync(silo, depositor, "k1", Observation("s1", 0));
        await silo.AdvanceAsync("2013-01-12");
        await silo.AdvanceAsync("2013-01-13");
        Assert.Equal(1, Number(silo, "SELECT count(*) FROM cells"));

        await silo.AdvanceAsync(CutOff);

        Assert.Equal(0, Number(silo, "SELECT count(*) FROM cells"));
        Assert.Equal(0, Number(silo, "SELECT count(*) FROM contributions"));
        Assert.False(Cells(silo).IsLive("CAF", First));
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Final_OfADepositorWithMoreRecordsThanAnOpeningHolds_IsPublishedAndNamesWhatTheOpeningHolds()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        RecordId[] records = await DepositAsync(silo, depositor, "k1", Observation("s1", 0));
        await silo.Store.WriteAsync(connection =>
        {
            MeasurementStore measurements = silo.Service<MeasurementStore>();
            StoredContribution one = measurements.FindContribution(connection, records[0])!.Value.Contribution!;
            for (int i = 0; i < SlotOpening.MostRecords + 1_700; i++)
            {
                RecordId record = RecordId.New(System.Security.Cryptography.RandomNumberGenerator.Fill);
                connection.Execute(
                    "INSERT INTO records (record, owner, package) SELECT $1, owner, package FROM records WHERE record = $2", record.ToString(), records[0].ToString());
                measurements.AddContribution(connection, measurements.Partition("CAF", one.Ordinal), one with { Record = record });
            }
        });

        Assert.Equal(["CAF/2013-01/final"], (await silo.AdvanceAsync(CutOff)).Closed);
        Assert.Equal(SlotOpening.MostRecords, silo.Service<OpeningStore>().All(depositor.Id).Max(opening => opening.Records.Count));
    }

    [Fact]
    public async Task LaterRevision_WithLiveBooks_CountsUnderTheOneInForce()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        await DepositAsync(silo, depositor, "k1", Observation("s1", 0));
        AssertLive(silo);

        await silo.ActivatePolicyAsync(text => text.Replace("states: [AZE,", "states: [FRA, AZE,", StringComparison.Ordinal));
        await DepositAsync(silo, depositor, "k2", Observation("s2", 1));
        await silo.AdvanceAsync("2013-01-12");
        AssertLive(silo);
        await silo.AdvanceAsync(CutOff);

        // Counted under the later revision: the first record, which was deposited under a narrower one, enters the consortium's tier alone.
        Assert.Equal([1, 3], (await StatusAsync(silo, depositor)).Select(record => record.Releases.Count).Order());
    }

    [Fact]
    public async Task Source_DebitedByTheBlockBefore_RestsInTheLiveBookThatWasMadeEarlier()
    {
        // A cap that one final of class S spends: whoever counted in the first block rests in the second.
        await using SiloHost silo = await ReadyAsync(change: text => text.Replace("yearly-rho: 1.0", "yearly-rho: 0.15", StringComparison.Ordinal));
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-30"); // both blocks have begun
        await DepositAsync(silo, depositor, "k1", Observation("s1", 0));
        RecordId[] second = await DepositAsync(silo, depositor, "k2", new TestObservation("s1", Day.AddDays(28)), new TestObservation("s2", Day.AddDays(28)));
        Assert.True(Cells(silo).IsLive("CAF", First.Next()));

        await silo.AdvanceAsync("2013-03-18");

        string[] counted = await CountedAsync(silo, depositor);
        Assert.Equal(2, counted.Length);
        Assert.DoesNotContain(second[0].ToString(), counted);
        Assert.Contains(second[1].ToString(), counted);
    }

    [Fact]
    public async Task Seal_WithLiveBooks_LeavesNone()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        await DepositAsync(silo, depositor, "k1", Observation("s1", 0));
        AssertLive(silo);
        CountryCells cells = Cells(silo);

        await TestEpochs.SealAsync(silo);
        await TestEpochs.UnsealAsync(silo);

        // Unsealing looks at the calendar and makes it anew.
        await EventuallyAsync(() => cells.IsLive("CAF", First));
        AssertLive(silo);
    }

    [Fact]
    public async Task Seal_WithDepositsThatNoBookHasTakenOver_LeavesNoneOfThemInMemory()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-11");
        await DepositAsync(silo, depositor, "k1", Observation("s1", 0));
        AdmittedRecord record = BatchWriterTests.Admit(silo, depositor, "s2");
        Assert.Equal(BatchWrite.Written, await silo.Service<DepositStore>().Write(depositor.Id, Day.AddDays(1), [record], "w1", new byte[32], [1]));
        CountryCells cells = Cells(silo);
        Assert.Equal(1, cells.Waiting);

        await TestEpochs.SealAsync(silo);

        Assert.Equal(0, cells.Waiting);

        // A commit that ends while the vault is being sealed is told of only now.
        var late = new BlockDrain(0, 1, [1]) { After = 2 };
        late.Taken.Add(record.Contribution);
        cells.Wrote(late);
        cells.Removed(new RemovedContribution([1], record.Contribution, new RecordKey(1), 2));
        Assert.Equal(0, cells.Waiting);
    }

    internal static CountryCells Cells(SiloHost silo) => silo.Service<LiveCells>().Of("CAF");

    internal static (SharingPolicy Policy, DueMeasurement Due) Scene(SiloHost silo)
    {
        SharingPolicy policy = silo.Service<PolicyStore>().Active("CAF")!.Policy;
        return (policy, silo.Service<OpenPeriods>().Of(policy, silo.Service<CalendarClock>().Now).First(due => due.Period == First));
    }

    /// <summary>The book is there, of today's contributions, and holds what one made of the store anew would.</summary>
    private static void AssertLive(SiloHost silo)
    {
        Assert.True(Cells(silo).IsLive("CAF", First));
        (SharingPolicy policy, DueMeasurement due) = Scene(silo);
        silo.Store.Read(connection =>
        {
            using PeriodCells made = silo.Service<CellBuilder>().Build(connection, policy, due);
            Assert.False(made.Book.IsEmpty);
            Assert.True(Cells(silo).HoldsTheSame(connection, policy, made));

            // The comparison can fail: one record more is another book.
            made.Book.Deposit(new Contribution(new SourceKey(1), new OrganisationKey(1), 0, 0, 0), new RecordKey(1));
            Assert.False(Cells(silo).HoldsTheSame(connection, policy, made));
            return true;
        });
    }

    private static TestObservation Observation(string source, int kind) => new(source, Day, Kind: (EventKind)(kind % 3));

    private static async Task<RecordId[]> DepositAsync(SiloHost silo, TestAccount depositor, string key, params TestObservation[] observations)
    {
        (RecordId Record, byte[] Package)[] made = [.. observations.Select(one => depositor.Seal(silo.Vault, one))];
        Assert.All((await silo.DepositAsync(depositor, key, [.. made.Select(one => one.Package)])).Lines, line => Assert.Equal("accepted", line.Code));
        return [.. made.Select(one => one.Record)];
    }

    private static async Task<IReadOnlyList<RecordStatus>> StatusAsync(SiloHost silo, TestAccount depositor) =>
        (await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(silo.Sign(depositor, "/deposits/status", ""))).Records;

    private static async Task<string[]> CountedAsync(SiloHost silo, TestAccount depositor) =>
        [.. (await StatusAsync(silo, depositor)).Where(record => record.Releases.Count > 0).Select(record => record.Record)];

    private static async Task WithdrawAsync(SiloHost silo, TestAccount depositor, RecordId record) => Assert.Equal("ok", (await silo.Grains
        .GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n"))).Outcome.Code);

    private static byte[] Row(SiloHost silo, RecordId record) => silo.Vault.Tag("contribution-record", record.ToString());

    private static long Number(SiloHost silo, string sql) => silo.Store.Read(connection => connection.Number(sql)) ?? -1;

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (int i = 0; i < 500 && !holds(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(holds());
    }

    private async Task<SiloHost> ReadyAsync(TestAccount? @operator = null, Func<string, string>? change = null)
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator);
        await silo.ActivatePolicyAsync(change);
        return silo;
    }
}
