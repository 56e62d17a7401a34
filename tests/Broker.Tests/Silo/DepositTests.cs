using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

public sealed class DepositTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Deposit_OfASealedPackage_IsAcceptedWithAReceiptThatTheLogKeySigned()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));

        DepositOutcome answer = await silo.DepositAsync(depositor, "k1", package);

        Assert.Equal("ok", answer.Outcome.Code);
        DepositLine line = Assert.Single(answer.Lines);
        Assert.Equal((record.ToString(), "accepted"), (line.Record, line.Code));
        Assert.True(NoteText.TryVerify(System.Text.Encoding.UTF8.GetBytes(line.Receipt), silo.Vault.Origin.ToString(), silo.Vault.LogPublicKey, out ReadOnlySpan<byte> text));
        Assert.Contains($"record {record}\n", System.Text.Encoding.UTF8.GetString(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deposit_Repeated_GivesTheSameAnswerAndOneRecord()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (_, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));

        DepositOutcome first = await silo.DepositAsync(depositor, "k1", package);
        DepositOutcome again = await silo.DepositAsync(depositor, "k1", package);
        DepositOutcome otherKey = await silo.DepositAsync(depositor, "k2", package);

        Assert.Equal(first.Lines[0], again.Lines[0]);
        Assert.Equal(first.Lines[0], otherKey.Lines[0]);
        Assert.Equal(1, Count(silo, "records"));
    }

    [Fact]
    public async Task Deposit_SameKeyWithAnotherBody_IsAConflictAndChangesNothing()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package);

        DepositOutcome other = await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s2", Day)).Package);

        Assert.Equal("conflict", other.Outcome.Code);
        Assert.Equal(1, Count(silo, "records"));
    }

    [Fact]
    public async Task Deposit_DamagedAnywhere_IsRefusedWithACodeAndLeavesNothingBehind()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        byte[] package = depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;
        long before = Rows(silo);

        // A byte of each region: framing, manifest, caveats, observation, source; 40 places spread over the package.
        for (int i = 0; i < 40; i++)
        {
            byte[] damaged = [.. package];
            damaged[(int)((long)i * (package.Length - 1) / 39)] ^= 1;
            DepositOutcome answer = await silo.DepositAsync(depositor, $"damaged-{i}", damaged);
            string code = Assert.Single(answer.Lines).Code;
            Assert.NotEqual("accepted", code);
            Assert.Equal("packages-refused", answer.Outcome.Code);
            Assert.EndsWith(" " + code, Assert.Single(answer.Outcome.Details), StringComparison.Ordinal);
            Assert.Equal("", answer.Lines[0].Receipt);
        }

        // Only the answers to the idempotency keys are kept.
        Assert.Equal(before, Rows(silo));
    }

    [Fact]
    public async Task Deposit_OfAnotherDepositorsPackage_IsRefused()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount one = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount two = await silo.EnrolAsync("depositor", "ngo two");

        DepositOutcome answer = await silo.DepositAsync(two, "k1", one.Seal(silo.Vault, new TestObservation("s1", Day)).Package);

        Assert.Equal("manifest-signature", Assert.Single(answer.Lines).Code);
        Assert.Equal(0, Count(silo, "records"));
    }

    [Fact]
    public async Task Deposit_WithAnUnknownPlace_IsRefusedAndNothingIsGuessed()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");

        DepositOutcome answer = await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s1", Day, "CF99")).Package);

        Assert.Equal("observation-unknown-place", Assert.Single(answer.Lines).Code);
    }

    [Fact]
    public async Task Deposit_ByARequester_IsForbiddenAndByAStrangerUnauthorised()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        TestAccount stranger = TestAccount.New("stranger");

        Assert.Equal("forbidden-role", (await silo.DepositAsync(requester, "k", [1])).Outcome.Code);
        Assert.Equal("unauthorised", (await silo.DepositAsync(stranger, "k", [1])).Outcome.Code);
    }

    [Fact]
    public async Task Call_Replayed_OrSignedBeforeTheStart_IsUnauthorised()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        IDepositorGrain grain = silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0");
        SignedCall call = silo.Sign(depositor, "/deposits/status", "");

        Assert.Equal("ok", (await grain.Status(call)).Outcome.Code);
        Assert.Equal("unauthorised", (await grain.Status(call)).Outcome.Code);

        silo.Wall.Advance(TimeSpan.FromSeconds(-10));
        SignedCall old = silo.Sign(depositor, "/deposits/status", "");
        silo.Wall.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("unauthorised", (await grain.Status(old)).Outcome.Code);
    }

    [Fact]
    public async Task Call_WithAChangedBodyPathOrKey_IsUnauthorised()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount other = await silo.EnrolAsync("depositor", "ngo two");
        IDepositorGrain grain = silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0");

        Assert.Equal("unauthorised", (await grain.Status(silo.Sign(depositor, "/deposits/status", "") with { Body = [1] })).Outcome.Code);
        Assert.Equal("unauthorised", (await grain.Status(silo.Sign(depositor, "/deposits/status", "") with { Path = "/deposits/withdraw" })).Outcome.Code);
        Assert.Equal("unauthorised", (await grain.Status(silo.Sign(other, "/deposits/status", ""))).Outcome.Code);

        // Signed well, but for another route: whoever carries it may not turn it into this call.
        Assert.Equal("unauthorised", (await grain.Status(silo.Sign(depositor, "/deposits", ""))).Outcome.Code);
        TestAccount victim = TestAccount.New("new member");
        SignedCall enrolment = silo.Sign(silo.Operator, $"/accounts/{victim.Id}", victim.EnrolText("depositor", "-", "-"));
        Assert.Equal("unauthorised", (await silo.Grains.GetGrain<IAccountGrain>($"account/{TestAccount.New("thief").Id}").Enrol(enrolment)).Outcome.Code);
    }

    [Fact]
    public async Task InternalGrain_CalledByAClient_IsRefused()
    {
        await using SiloHost silo = await ReadyAsync();

        await AssertInternal(() => silo.Grains.GetGrain<Broker.Silo.Grains.ICountryIntake>("country/CAF").CloseDue());
        await AssertInternal(() => silo.Grains.GetGrain<Broker.Silo.Grains.IReleasePublisher>("release/CAF/2013-01/final").Fetch("consortium"));
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        SignedCall call = silo.Sign(depositor, "/deposits", DepositPackage.EncodeBatch([depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package]));
        await AssertInternal(() => silo.Grains.GetGrain<Broker.Silo.Grains.IKeptDeposits>($"depositor/{depositor.Id}/0").TakeKept(call, "k1", silo.Wall.GetUtcNow(), Day, 0));
        await AssertInternal(() => silo.Grains.GetGrain<Broker.Silo.Grains.IAccountAuthority>($"account/{depositor.Id}").AuthoriseAsOf(call, silo.Wall.GetUtcNow()));
        Orleans.Runtime.RequestContext.Set("broker.internal", new byte[16]);
        await AssertInternal(() => silo.Grains.GetGrain<Broker.Silo.Grains.ICountryIntake>("country/CAF").Pull());
        Orleans.Runtime.RequestContext.Clear();
    }

    [Fact]
    public async Task Call_SignedByAClockAhead_IsNotReplayableAfterARestart()
    {
        TestAccount @operator = TestAccount.New("operator");
        TestAccount depositor;
        SignedCall call;
        await using (SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator))
        {
            depositor = await silo.EnrolAsync("depositor", "ngo one");
            silo.Wall.Advance(TimeSpan.FromSeconds(25));
            call = silo.Sign(depositor, "/deposits/status", "");
            silo.Wall.Advance(TimeSpan.FromSeconds(-25));
            Assert.Equal("ok", (await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(call)).Outcome.Code);
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path, @operator);
        again.Wall.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal("unauthorised", (await again.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(call)).Outcome.Code);
    }

    [Fact]
    public async Task Stored_Sizes_TellNothingOfWhatWasReported()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.DepositAsync(
            depositor, "k1",
            depositor.Seal(silo.Vault, new TestObservation("s1", Day, "CF71", Broker.Briefings.EventKind.OneSided)).Package,
            depositor.Seal(silo.Vault, new TestObservation("s2", Day, "CAF", Broker.Briefings.EventKind.StateBased)).Package);

        Assert.Equal(1, silo.Store.Read(connection => connection.Number("SELECT count(DISTINCT length(sealed)) FROM records")));
        Assert.Equal(1, silo.Store.Read(connection => connection.Number("SELECT count(DISTINCT length(sealed)) FROM contributions")));
    }

    [Fact]
    public async Task Deposit_WhoseDayIsRootedMeanwhile_StillGetsARoot()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync("2013-01-02");

        // As if the batch had been checked on a day that the calendar has closed since.
        BatchWrite written = await silo.Service<DepositStore>().Write(depositor.Id, new DateOnly(2013, 1, 1), [], "k", [1], [2]);

        Assert.Equal(BatchWrite.DayRooted, written);
        Assert.Equal(0, Count(silo, "idempotency"));
    }

    [Fact]
    public async Task Deposit_AfterTheClockWentBack_CountsForTheNextOpenDay()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.Store.WriteAsync(connection => connection.Execute("UPDATE meta SET value = '2013-01-05' WHERE key = 'next-day-to-root'"));
        await silo.Store.WriteAsync(connection => connection.Execute("INSERT INTO meta (key, value) VALUES ('next-day-to-root', '2013-01-05') ON CONFLICT DO NOTHING"));

        DepositOutcome answer = await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package);

        Assert.Contains("day 2013-01-05", Assert.Single(answer.Lines).Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrolments_ThatNameEachOtherCrosswise_BlockNobody()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount one = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount two = await silo.EnrolAsync("depositor", "ngo two");
        SignedCall Crossed(TestAccount signer, TestAccount target) => silo.Sign(signer, $"/accounts/{target.Id}", "x") with { Signature = "sig=:AAAA:" };

        Task<EnrolOutcome>[] crossed =
        [
            .. Enumerable.Range(0, 20).SelectMany(_ => new[]
            {
                silo.Grains.GetGrain<IAccountGrain>($"account/{one.Id}").Enrol(Crossed(two, one)),
                silo.Grains.GetGrain<IAccountGrain>($"account/{two.Id}").Enrol(Crossed(one, two)),
            }),
        ];

        Assert.All(await Task.WhenAll(crossed).WaitAsync(TimeSpan.FromSeconds(10)), answer => Assert.Equal("unauthorised", answer.Outcome.Code));
    }

    [Theory]
    [InlineData("sig=:")]
    [InlineData("sig=::")]
    [InlineData("")]
    [InlineData("sig=:AAAA:")]
    public async Task Call_WithAMalformedSignature_IsUnauthorisedWhetherTheAccountExistsOrNot(string signature)
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount known = await silo.EnrolAsync("depositor", "ngo one");
        foreach (TestAccount signer in (TestAccount[])[known, TestAccount.New("stranger")])
        {
            SignedCall call = silo.Sign(signer, "/deposits/status", "") with { Signature = signature };
            Assert.Equal("unauthorised", (await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{signer.Id}/0").Status(call)).Outcome.Code);
        }
    }

    [Fact]
    public async Task KeyRing_MissingBesideData_IsRefusedAndNotReplaced()
    {
        await using (SiloHost silo = await ReadyAsync())
        {
            Assert.True(silo.Vault.IsUnsealed);
        }

        File.Delete(Path.Combine(folder.Path, "key-ring"));

        await Assert.ThrowsAsync<InvalidDataException>(() => SiloHost.StartAsync(folder.Path));
        Assert.False(File.Exists(Path.Combine(folder.Path, "key-ring")));
    }

    [Fact]
    public async Task SecondSilo_OnTheSameFolder_IsRefused()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);

        StoreUnavailableException refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => SiloHost.StartAsync(folder.Path));
        Assert.Contains("another silo", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_InProduction_StaysSealedAndEveryContentCallSaysSo()
    {
        TestAccount @operator = TestAccount.New("operator");
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator, options =>
        {
            options.Environment = "Production";
            options.SimulatedClock = null;
            options.Identity = new string('0', 64);
        });

        Assert.Equal("sealed", (await silo.Grains.GetGrain<ISiloGrain>("silo/this").Status()).Vault);
        Assert.Equal("sealed", (await silo.DepositAsync(@operator, "k", [1])).Outcome.Code);
        Assert.Equal("sealed", (await silo.RequestAsync(@operator, "2013-01")).Outcome.Code);
        Assert.Equal("sealed", (await silo.Grains.GetGrain<IReleaseGrain>("release/CAF/2013-01/final").PublicBriefing()).Outcome.Code);
    }

    private static async Task AssertInternal(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<Orleans.Runtime.GrainCallFailedException>(call);
        Assert.EndsWith("InternalGrainException", refused.FailureType, StringComparison.Ordinal);
    }

    private async Task<SiloHost> ReadyAsync()
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        return silo;
    }

    private static long Count(SiloHost silo, string table) => silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table}")) ?? -1;

    private static long Rows(SiloHost silo) =>
        new[] { "records", "data_keys", "outbox", "contributions", "commitments", "log_entries", "openings" }.Sum(table => Count(silo, table));
}
