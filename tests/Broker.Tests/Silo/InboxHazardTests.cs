using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using static Broker.Tests.Silo.InboxSteps;

namespace Broker.Tests.Silo;

/// <summary>What may not happen to a batch that waits, to one that is gone, and to a record whose withdrawal comes in between.</summary>
public sealed class InboxHazardTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task SignatureOfAKeptBatch_VaultSealedWhileItIsJudged_IsSealedAndNotARefusal()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        byte[] batch = DepositPackage.EncodeBatch([depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package]);
        SignedCall call = silo.Sign(depositor, "/deposits", batch);
        var account = new AccountGrain(
            silo.Service<AccountStore>(), silo.Service<OperatorAuthority>(), silo.Vault, silo.Service<WallClock>());
        var authoriser = new Authoriser(new SealedBetween(silo, account), silo.Vault);

        // A refusal would drop the batch, which was answered 202.
        Assert.Equal("sealed", (await authoriser.CheckAsOf(call, Account.Depositor, "/deposits", silo.Wall.GetUtcNow())).Refusal.Code);
    }

    [Fact]
    public async Task BatchOfAWithdrawnRecord_TakenFromTheInbox_LeavesNoBytes()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await silo.DepositAsync(depositor, "k1", package);
        Assert.Equal("ok", (await WithdrawAsync(silo, depositor, record)).Outcome.Code);
        await TestEpochs.SealAsync(silo);
        Assert.True((await silo.DepositAsync(depositor, "k1", package)).Kept);
        byte[] kept = silo.Store.Read(connection => connection.Blob("SELECT sealed FROM inbox"))!;
        using (StolenFolder before = StolenFolder.Of(folder.Path))
        {
            Assert.True(before.Holds(kept.AsSpan(0, 64)));
        }

        await DrainAsync(silo);

        Assert.Equal(0, Waiting(silo));
        using StolenFolder after = StolenFolder.Of(folder.Path);
        Assert.False(after.Holds(kept.AsSpan(0, 64)));
    }

    [Fact]
    public async Task Withdrawal_OfARecordThatWaitsInTheInbox_IsNotToldThatThereIsNone()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await TestEpochs.SealAsync(silo);
        Assert.True((await silo.DepositAsync(depositor, "k1", package)).Kept);
        await TestEpochs.UnsealAsync(silo, announce: false);

        Assert.Equal("busy", (await WithdrawAsync(silo, depositor, record)).Outcome.Code);

        await RunAsync(silo);
        Assert.Equal("ok", (await WithdrawAsync(silo, depositor, record)).Outcome.Code);
        Assert.Equal("unknown-record", (await WithdrawAsync(silo, depositor, RecordId.Parse(new string('a', RecordId.TextLength)))).Outcome.Code);
    }

    [Fact]
    public async Task Calendar_VaultSealedAndUnsealedWhileTheInboxIsTaken_MeasuresNothingBeforeWhatWaits()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        byte[] package = depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;
        await TestEpochs.SealAsync(silo);
        Assert.True((await silo.DepositAsync(depositor, "k1", package)).Kept);
        silo.Service<CalendarClock>().TryAdvanceTo(new DateTimeOffset(2013, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await TestEpochs.UnsealAsync(silo, announce: false);
        silo.Service<InternalCalls>().Enter();

        using (var drain = new InboxDrain(silo.Service<Inbox>(), silo.Vault, new SealedWhileTaken(silo), NullLogger<InboxDrain>.Instance))
        {
            await Closer(silo, drain).CloseDue();
        }

        Assert.Equal((1, 0), (Waiting(silo), Count(silo, "measured")));
        await Closer(silo, silo.Service<InboxDrain>()).CloseDue();
        Assert.Equal((0, 1, 1), (Waiting(silo), Count(silo, "records"), Count(silo, "ledger")));
        Assert.NotEqual(0, Count(silo, "measured"));
    }

    private static CalendarCloser Closer(SiloHost silo, InboxDrain drain) => new(
        silo.Store, silo.Service<PolicyStore>(), silo.Service<LogEntries>(), silo.Vault, drain, silo.Service<Retention>(), silo.Service<CalendarClock>(), silo.Grains,
        NullLogger<CalendarCloser>.Instance);

    private static async Task<WithdrawOutcome> WithdrawAsync(SiloHost silo, TestAccount depositor, RecordId record) =>
        await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n"));

    /// <summary>The account's real grain, with the vault sealed when the call has just reached it.</summary>
    private sealed class SealedBetween(SiloHost silo, AccountGrain account) : IGrainFactory, IAccountAuthority
    {
        public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithStringKey => (TGrainInterface)(object)this;

        public Task<Authorisation> Authorise(SignedCall call) => throw new NotSupportedException();

        public async Task<Authorisation> AuthoriseAsOf(SignedCall call, DateTimeOffset arrived)
        {
            await TestEpochs.SealAsync(silo);
            return await account.AuthoriseAsOf(call, arrived);
        }
    }

    /// <summary>Sealed and unsealed again in the middle of a batch.</summary>
    private sealed class SealedWhileTaken(SiloHost silo) : IGrainFactory, IKeptDeposits
    {
        public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithStringKey => (TGrainInterface)(object)this;

        public async Task<DepositOutcome> TakeKept(SignedCall call, string idempotencyKey, DateTimeOffset arrived, DateOnly day, long logSize)
        {
            await TestEpochs.SealAsync(silo);
            await TestEpochs.UnsealAsync(silo, announce: false);
            throw new VaultSealedException();
        }
    }
}
