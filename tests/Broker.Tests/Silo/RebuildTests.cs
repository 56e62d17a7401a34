using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>An auditor's rebuild, against somebody who holds the silo's keys and changes what will be counted.</summary>
public sealed class RebuildTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rebuild_OfWhatWasDeposited_IsEqualInEachOpenPeriod()
    {
        await using SiloHost silo = await ReadyAsync();
        (TestAccount depositor, _) = await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");

        Assert.Equal(["2013-01 final True", "2013-02 final True"], await RebuildAsync(silo, auditor));

        // Again once one period is measured and one record is withdrawn, with live books and without.
        RecordId late = (await DepositAsync(silo, depositor, "k2", new TestObservation("s9", Day.AddDays(28))))[0];
        await WithdrawAsync(silo, depositor, late);
        await silo.AdvanceAsync("2013-02-20");
        Assert.Equal(["2013-02 final True"], await RebuildAsync(silo, auditor));
    }

    [Fact]
    public async Task Rebuild_WithDepositsThatWaitToBeTaken_IsEqual()
    {
        await using SiloHost silo = await ReadyAsync();
        (TestAccount depositor, _) = await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        await LeftInOutbox.PutAsync(silo, (await DepositAsync(silo, depositor, "k2", new TestObservation("s9", Day)))[0]);

        Assert.Equal(["2013-01 final True", "2013-02 final True"], await RebuildAsync(silo, auditor));
    }

    [Theory]
    [InlineData("source")]
    [InlineData("area")]
    [InlineData("kind")]
    [InlineData("caveats")]
    [InlineData("organisation")]
    [InlineData("week")]
    [InlineData("later-arrival")]
    [InlineData("unknown-revision")]
    [InlineData("other-record")]
    public async Task Rebuild_OfAContributionThatWasSealedAnewWithTheSilosKeys_Differs(string change)
    {
        await using SiloHost silo = await ReadyAsync();
        (_, RecordId[] records) = await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");

        await ResealAsync(silo, records[0], stored => change switch
        {
            "source" => stored with { Source = new SourceKey(stored.Source.Value + 1) },
            "area" => stored with { Area = "CF11" },
            "kind" => stored with { Kind = EventKinds.Code(EventKind.NonState) },
            "caveats" => stored with { Caveats = [.. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stored.Caveats).Replace("public", "consortium", StringComparison.Ordinal))] },
            "organisation" => stored with { Organisation = new OrganisationKey(stored.Organisation.Value + 1) },
            "week" => stored with { Week = stored.Week ^ 1 },
            "later-arrival" => stored with { Arrived = stored.Arrived.AddDays(40) },
            "unknown-revision" => stored with { Revision = new string('0', 64) },
            "other-record" => stored with { Record = records[1] },
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        });

        Assert.Equal(["2013-01 final False", "2013-02 final True"], await RebuildAsync(silo, auditor));
    }

    [Theory]
    [InlineData("DELETE FROM contributions WHERE row = $1")]
    [InlineData("UPDATE contributions SET sealed = zeroblob(length(sealed)) WHERE row = $1")]
    [InlineData("INSERT INTO contributions (partition, row, sealed) SELECT partition, zeroblob(16), sealed FROM contributions WHERE row = $1")]
    public async Task Rebuild_AfterAContributionWasDeletedDamagedOrDoubled_Differs(string change)
    {
        await using SiloHost silo = await ReadyAsync();
        (_, RecordId[] records) = await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");

        await silo.Store.WriteAsync(connection => connection.Execute(change, Row(silo, records[0])));

        Assert.Equal(["2013-01 final False", "2013-02 final True"], await RebuildAsync(silo, auditor));
    }

    [Theory]
    [InlineData("DELETE FROM records WHERE record = $1")]
    [InlineData("DELETE FROM data_keys WHERE record = $1")]
    [InlineData("UPDATE records SET sealed = zeroblob(length(sealed)) WHERE record = $1")]
    [InlineData("UPDATE records SET manifest = NULL WHERE record = $1")]
    [InlineData("UPDATE records SET receipt = zeroblob(4) WHERE record = $1")]
    [InlineData("UPDATE records SET owner = zeroblob(16) WHERE record = $1")]
    [InlineData("UPDATE records SET state = 1 WHERE record = $1")]
    public async Task Rebuild_AfterARecordIsMissingOrDoesNotOpen_Differs(string change)
    {
        await using SiloHost silo = await ReadyAsync();
        (_, RecordId[] records) = await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");

        await silo.Store.WriteAsync(connection => connection.Execute(change, records[0].ToString()));

        Assert.Equal(["2013-01 final False", "2013-02 final True"], await RebuildAsync(silo, auditor));
    }

    [Fact]
    public async Task Rebuild_WithARecordThatNeitherOpensNorHasAContribution_DiffersEverywhere()
    {
        await using SiloHost silo = await ReadyAsync();
        (_, RecordId[] records) = await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");

        await silo.Store.WriteAsync(connection =>
        {
            connection.Execute("DELETE FROM contributions WHERE row = $1", Row(silo, records[0]));
            connection.Execute("DELETE FROM data_keys WHERE record = $1", records[0].ToString());
        });

        Assert.Equal(["2013-01 final False", "2013-02 final False"], await RebuildAsync(silo, auditor));
    }

    [Fact]
    public async Task Rebuild_OfALiveBookThatDoesNotHoldWhatTheStoreHolds_Differs()
    {
        await using SiloHost silo = await ReadyAsync();
        await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        await silo.AdvanceAsync("2013-01-30");
        (Broker.Policy.SharingPolicy policy, Broker.Silo.Releases.DueMeasurement due) = CellsTests.Scene(silo);

        // A book that was tampered with in memory: one invented source more.
        await silo.Store.WriteAsync(connection => CellsTests.Cells(silo).Use(connection, policy, due, book =>
            book.Deposit(new Contribution(new SourceKey(7), new OrganisationKey(7), 0, 0, 0), new RecordKey(7))));

        Assert.Equal(["2013-01 final False", "2013-02 final True"], await RebuildAsync(silo, auditor));
    }

    [Fact]
    public async Task Rebuild_WithADepositWhileTheBooksAreCompared_IsNoDifference()
    {
        await using SiloHost silo = await ReadyAsync();
        (TestAccount depositor, _) = await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        await silo.AdvanceAsync("2013-01-30");
        int asked = 0;

        // Runs when the ledger is asked about the first source: after the records were read, in the middle of the comparison.
        object? AsTheLedgerIsAsked()
        {
            if (Interlocked.Exchange(ref asked, 1) == 0)
            {
                Task.Run(() => DepositAsync(silo, depositor, "k2", new TestObservation("s9", Day))).Wait();
            }

            return null;
        }

        await silo.Store.WriteAsync(connection => connection.Execute(
            "ALTER TABLE ledger RENAME TO ledger_rows; CREATE VIEW ledger AS SELECT asked() AS source, NULL AS sealed"));
        ForEachReader(silo, connection => connection.Sqlite().CreateFunction("asked", AsTheLedgerIsAsked), 8);

        Assert.Equal(["2013-01 final True", "2013-02 final True"], await RebuildAsync(silo, auditor));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Rebuild_AskedForLongAfterOneThatNobodyWaitedFor_IsOfNow()
    {
        await using SiloHost silo = await ReadyAsync();
        (_, RecordId[] records) = await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        await LeaveOneRunningAsync(silo, auditor, () => Task.CompletedTask);
        await silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM contributions WHERE row = $1", Row(silo, records[0])));

        silo.Wall.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(["2013-01 final False", "2013-02 final True"], await RebuildAsync(silo, auditor));
    }

    [Fact]
    public async Task Rebuild_ThatAStrangerAsksForWhileOneRuns_DoesNotLoseThatOne()
    {
        await using SiloHost silo = await ReadyAsync();
        (_, RecordId[] records) = await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        await LeaveOneRunningAsync(silo, auditor, async () => Assert.Equal("unauthorised", (await AskAsync(silo, TestAccount.New("stranger"))).Outcome.Code));
        await silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM contributions WHERE row = $1", Row(silo, records[0])));

        // What that run found, from before the change: another one would find a difference.
        Assert.Equal(["2013-01 final True", "2013-02 final True"], await RebuildAsync(silo, auditor));
    }

    [Theory]
    [InlineData("operator", "forbidden-role")]
    [InlineData("policy-officer", "forbidden-role")]
    [InlineData("depositor", "forbidden-role")]
    public async Task Rebuild_ForAnyoneButAnAuditor_IsRefused(string role, string code)
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount member = await silo.EnrolAsync(role, "member");

        Assert.Equal(code, (await AskAsync(silo, member)).Outcome.Code);
    }

    [Fact]
    public async Task Rebuild_SignedForAnotherCountryReplayedWithABodyOrSealed_IsRefused()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        IRebuildGrain grain = silo.Grains.GetGrain<IRebuildGrain>("rebuild/CAF");
        SignedCall call = silo.Sign(auditor, "/countries/CAF/rebuild", "");
        Assert.Equal("ok", (await grain.Rebuild(call)).Outcome.Code);

        Assert.Equal("unauthorised", (await grain.Rebuild(call)).Outcome.Code);
        Assert.Equal("unauthorised", (await grain.Rebuild(silo.Sign(auditor, "/countries/TCD/rebuild", ""))).Outcome.Code);
        Assert.Equal("malformed", (await grain.Rebuild(silo.Sign(auditor, "/countries/CAF/rebuild", "x"))).Outcome.Code);
        Assert.Equal("no-policy", (await silo.Grains.GetGrain<IRebuildGrain>("rebuild/TCD").Rebuild(silo.Sign(auditor, "/countries/TCD/rebuild", ""))).Outcome.Code);
        await TestEpochs.SealAsync(silo);
        Assert.Equal("sealed", (await grain.Rebuild(silo.Sign(auditor, "/countries/CAF/rebuild", ""))).Outcome.Code);
    }

    [Fact]
    public async Task Rebuild_WritesNothing()
    {
        await using SiloHost silo = await ReadyAsync();
        await DepositAsync(silo);
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        await silo.AdvanceAsync("2013-01-30");
        long[] before = Sizes(silo);

        await RebuildAsync(silo, auditor);

        Assert.Equal(before, Sizes(silo)); // the nonce of the call is kept in another table
    }

    private static long[] Sizes(SiloHost silo) =>
    [
        .. ((string[])["log_entries", "records", "contributions", "measured", "ledger", "releases", "openings"])
            .Select(table => silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table}"))!.Value),
    ];

    /// <summary>Asks for a rebuild that takes longer than the patience of its caller, and lets it end without anybody who waits.</summary>
    private static async Task LeaveOneRunningAsync(SiloHost silo, TestAccount auditor, Func<Task> meanwhile)
    {
        await silo.AdvanceAsync("2013-01-30");
        (Broker.Policy.SharingPolicy policy, Broker.Silo.Releases.DueMeasurement due) = CellsTests.Scene(silo);
        using var end = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task holding = Task.Run(() => silo.Store.Read(connection => CellsTests.Cells(silo).Use(connection, policy, due, _ =>
        {
            held.SetResult();
            end.Wait();
            return true;
        })));
        await held.Task;
        silo.Wall.Haste = 100;
        Assert.Equal("busy", (await AskAsync(silo, auditor)).Outcome.Code);
        silo.Wall.Haste = 1;
        await meanwhile();
        end.Set();
        await holding;
        await silo.Service<Broker.Silo.Vault.VaultCalls>().WaitForRunning();
    }

    /// <summary>Does something with so many of the store's connections for reading, the kept ones among them.</summary>
    private static void ForEachReader(SiloHost silo, Action<StoreConnection> action, int count) => silo.Store.Read(connection =>
    {
        action(connection);
        if (count > 1)
        {
            ForEachReader(silo, action, count - 1);
        }

        return true;
    });

    private static async Task<RebuildOutcome> AskAsync(SiloHost silo, TestAccount signer) =>
        await silo.Grains.GetGrain<IRebuildGrain>("rebuild/CAF").Rebuild(silo.Sign(signer, "/countries/CAF/rebuild", ""));

    private static async Task<string[]> RebuildAsync(SiloHost silo, TestAccount auditor)
    {
        RebuildOutcome answer = await AskAsync(silo, auditor);
        Assert.Equal("ok", answer.Outcome.Code);
        return [.. answer.Periods.Select(period => $"{period.Period} {period.Vintage} {period.IsEqual}")];
    }

    private static async Task ResealAsync(SiloHost silo, RecordId record, Func<StoredContribution, StoredContribution> change)
    {
        byte[] row = Row(silo, record);
        await silo.Store.WriteAsync(connection =>
        {
            (byte[] partition, byte[] stored) = connection.Rows(
                reader => (reader.Bytes(0), reader.Bytes(1)), "SELECT partition, sealed FROM contributions WHERE row = $1", row)[0];
            string place = SealedColumns.Contributions.Place(partition, row);
            StoredContribution changed = change(StoredContribution.Open(silo.Vault, place, stored));
            connection.Execute("UPDATE contributions SET sealed = $1 WHERE row = $2", changed.Seal(silo.Vault, place), row);
        });
    }

    private static async Task<(TestAccount Depositor, RecordId[] Records)> DepositAsync(SiloHost silo)
    {
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-29"); // both blocks have begun
        TestObservation[] observations =
        [
            .. Enumerable.Range(0, 6).Select(i => new TestObservation($"s{i % 4}", Day.AddDays(i % 3), Kind: (EventKind)(i % 3))),
            .. Enumerable.Range(0, 4).Select(i => new TestObservation($"s{i}", Day.AddDays(28), i % 2 == 0 ? "CF71" : "CF11")),
            new TestObservation("s8", Day) { Caveats = new("consortium", [], [], null, 400, NoNarrative: true) },
        ];
        return (depositor, await DepositAsync(silo, depositor, "k1", observations));
    }

    private static async Task<RecordId[]> DepositAsync(SiloHost silo, TestAccount depositor, string key, params TestObservation[] observations)
    {
        (RecordId Record, byte[] Package)[] made = [.. observations.Select(one => depositor.Seal(silo.Vault, one))];
        Assert.All((await silo.DepositAsync(depositor, key, [.. made.Select(one => one.Package)])).Lines, line => Assert.Equal("accepted", line.Code));
        return [.. made.Select(one => one.Record)];
    }

    private static async Task WithdrawAsync(SiloHost silo, TestAccount depositor, RecordId record) => Assert.Equal("ok", (await silo.Grains
        .GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n"))).Outcome.Code);

    private static byte[] Row(SiloHost silo, RecordId record) => silo.Vault.Tag("contribution-record", record.ToString());

    private async Task<SiloHost> ReadyAsync()
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        return silo;
    }
}
