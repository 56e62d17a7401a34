using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

/// <summary>What is withdrawn, or shredded with an epoch, against an attacker with copies of the whole folder.</summary>
public sealed class ShredTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WithdrawnRecord_WithTheFolderAndTheRootKey_DoesNotOpenButItDidBefore()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await silo.DepositAsync(depositor, "k1", package);
        byte[] wrapped = Stored(silo, "SELECT sealed FROM data_keys WHERE record = $1", record);
        byte[] receipt = Stored(silo, "SELECT receipt FROM records WHERE record = $1", record);
        byte[] manifest = Stored(silo, "SELECT manifest FROM records WHERE record = $1", record);
        using (StolenFolder before = StolenFolder.Of(folder.Path))
        {
            using KeyRing ring = before.OpenRing();
            Assert.StartsWith($"observation/1\nrecord {record}\n", Encoding.UTF8.GetString(before.TryOpen(record, ring)!), StringComparison.Ordinal);
            Assert.True(before.Holds(wrapped.AsSpan(8)) && before.Holds(receipt.AsSpan(0, 32)) && before.Holds(manifest.AsSpan(0, 32)));
        }

        await WithdrawAsync(silo, depositor, record);

        using StolenFolder after = StolenFolder.Of(folder.Path);
        using KeyRing opened = after.OpenRing();
        Assert.Null(after.TryOpen(record, opened));
        foreach (byte[] part in (byte[][])[wrapped[8..], receipt[..32], manifest[..32]])
        {
            Assert.False(after.Holds(part));
        }
    }

    [Fact]
    public async Task WithdrawnRecord_StillInTheOutbox_LeavesNothingThere()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        Assert.Equal("ok", (await silo.DepositAsync(depositor, "k1", package)).Outcome.Code);
        await LeftInOutbox.PutAsync(silo, record);
        Assert.Equal(1, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM outbox")));

        await WithdrawAsync(silo, depositor, record);

        Assert.Equal(0, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM outbox")));
    }

    [Fact]
    public async Task Withdrawal_WhileNothingCanBePublished_ShredsAllTheSame()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await silo.DepositAsync(depositor, "k1", package);
        await silo.Store.WriteAsync(connection => connection.Execute("CREATE TRIGGER hold BEFORE UPDATE OF published ON measured BEGIN SELECT RAISE(ABORT, 'held'); END"));
        await silo.AdvanceAsync("2013-02-18");

        WithdrawOutcome answer = await WithdrawAsync(silo, depositor, record);

        // What was measured will be published with it, and its depositor is told so now: nobody could tell later.
        Assert.Equal(["CAF/2013-01/final/consortium", "CAF/2013-01/final/elected-member", "CAF/2013-01/final/public"], answer.Releases.Order(StringComparer.Ordinal));
        Assert.Equal(0, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM data_keys")));
    }

    [Fact]
    public async Task ShreddedRecords_AmongMany_LeaveNoWrappedKeyAnywhere()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId Record, byte[] Package)[] all = [.. Enumerable.Range(0, 60).Select(i => depositor.Seal(silo.Vault, new TestObservation($"s{i}", Day)))];
        await silo.DepositAsync(depositor, "k1", [.. all.Select(one => one.Package)]);
        (RecordId Record, byte[] Key)[] gone =
            [.. all.Where((_, i) => i % 3 == 0).Select(one => (one.Record, Stored(silo, "SELECT sealed FROM data_keys WHERE record = $1", one.Record)))];

        foreach ((RecordId record, _) in gone)
        {
            await WithdrawAsync(silo, depositor, record);
        }

        using StolenFolder stolen = StolenFolder.Of(folder.Path);
        Assert.All(gone, one => Assert.False(stolen.Holds(one.Key.AsSpan(8, 32))));
        Assert.True(stolen.Holds(Stored(silo, "SELECT sealed FROM data_keys WHERE record = $1", all[1].Record).AsSpan(8, 32)));
    }

    [Fact]
    public async Task WithdrawnRecord_InAnOlderCopy_OpensUntilTheEpochsEndAndNeverAfter()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        (RecordId kept, byte[] other) = depositor.Seal(silo.Vault, new TestObservation("s2", Day));
        await silo.DepositAsync(depositor, "k1", package, other);
        using StolenFolder older = StolenFolder.Of(folder.Path);
        await WithdrawAsync(silo, depositor, record);
        using (StolenFolder meanwhile = StolenFolder.Of(folder.Path))
        {
            using KeyRing ringOfTheEpoch = meanwhile.OpenRing();
            Assert.NotEmpty(older.TryOpen(record, ringOfTheEpoch)!); // said plainly in the specification
        }

        await TestEpochs.EndAsync(silo);

        using StolenFolder newer = StolenFolder.Of(folder.Path);
        using KeyRing newRing = newer.OpenRing();
        Assert.Null(older.TryOpen(record, newRing));
        Assert.Null(newer.TryOpen(record, newRing));
        Assert.NotEmpty(newer.TryOpen(kept, newRing)!); // the epoch's end lost nobody else's record
        using KeyRing oldRing = older.OpenRing();
        Assert.NotEmpty(older.TryOpen(record, oldRing)!); // the control: old copy and old ring together do
    }

    [Fact]
    public async Task Batch_CheckedBeforeAnEpochsEndAndWrittenAfterIt_IsNotLost()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        AdmittedRecord first = Admit(silo, depositor, "s1");
        EpochId old = await TestEpochs.RotateAsync(silo);
        await TestEpochs.RewrapAsync(silo, old);

        Assert.Equal(BatchWrite.Written, await silo.Service<DepositStore>().Write(depositor.Id, Day, [first], "k1", new byte[32], [1]));
        Assert.Equal(0, await TestEpochs.RewrapAsync(silo, old));
        await TestEpochs.DestroyAsync(silo, old);

        Assert.Equal(first.Receipt, silo.Service<DepositStore>().FindRecords([first.Record])[first.Record].Receipt);
    }

    [Fact]
    public async Task Batch_WrittenAfterItsEpochsKeysAreGone_IsRefusedWhole()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        AdmittedRecord late = Admit(silo, depositor, "s1");
        await TestEpochs.EndAsync(silo);

        await Assert.ThrowsAsync<DamagedStoreException>(() => silo.Service<DepositStore>().Write(depositor.Id, Day, [late], "k1", new byte[32], [1]));
        Assert.Equal(0, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM records")));
    }

    private static AdmittedRecord Admit(SiloHost silo, TestAccount depositor, string source) =>
        silo.Service<DepositIntake>().Admit(
            new Account(depositor.Id, Account.Depositor, depositor.Name, "", "", default, depositor.Signing.PublicKey, depositor.SealingKey.PublicKey),
            depositor.Seal(silo.Vault, new TestObservation(source, Day)).Package, Day, logSize: null).Admitted!;

    private static byte[] Stored(SiloHost silo, string sql, RecordId record) => silo.Store.Read(connection => connection.Blob(sql, record.ToString()))!;

    private static async Task<WithdrawOutcome> WithdrawAsync(SiloHost silo, TestAccount depositor, RecordId record)
    {
        WithdrawOutcome answer = await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0")
            .Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n"));
        Assert.Equal("ok", answer.Outcome.Code);
        return answer;
    }

    private async Task<SiloHost> ReadyAsync()
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        return silo;
    }
}
