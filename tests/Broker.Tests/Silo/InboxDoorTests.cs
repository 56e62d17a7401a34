using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Storage;
using static Broker.Tests.Silo.InboxSteps;

namespace Broker.Tests.Silo;

/// <summary>What a sealed silo refuses at once, how much it keeps, and what its disk shows of that.</summary>
public sealed class InboxDoorTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Deposit_ThatNeedsNoKeyToBeRefused_IsRefusedAtOnceAndNotKept()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        TestAccount other = await silo.EnrolAsync("depositor", "ngo two");
        byte[] batch = DepositPackage.EncodeBatch([depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package]);
        silo.Wall.Advance(TimeSpan.FromHours(1));
        await TestEpochs.SealAsync(silo);
        SignedCall call = silo.Sign(depositor, "/deposits", batch);
        silo.Wall.Advance(-RequestSignature.MaxWindow - TimeSpan.FromSeconds(1));
        SignedCall expired = silo.Sign(depositor, "/deposits", batch);
        silo.Wall.Advance(RequestSignature.MaxWindow + TimeSpan.FromMinutes(1));
        SignedCall early = silo.Sign(depositor, "/deposits", batch);
        silo.Wall.Advance(TimeSpan.FromSeconds(-59));

        Assert.Equal("unauthorised", await CodeAsync(silo, depositor, expired, "k1"));
        Assert.Equal("unauthorised", await CodeAsync(silo, depositor, early, "k1"));
        Assert.Equal("unauthorised", await CodeAsync(silo, depositor, call with { Body = [.. batch, 0] }, "k1"));
        Assert.Equal("unauthorised", await CodeAsync(silo, depositor, silo.Sign(depositor, "/deposits/withdraw", batch), "k1"));
        Assert.Equal("unauthorised", await CodeAsync(silo, other, call, "k1"));
        Assert.Equal("unauthorised", await CodeAsync(silo, depositor, call with { SignatureInput = "" }, "k1"));
        Assert.Equal("unauthorised", await CodeAsync(silo, depositor, call with { Signature = "sig=:AAAA:" }, "k1"));
        Assert.Equal("unauthorised", await CodeAsync(silo, depositor, call with { Query = "?a=1" }, "k1"));
        Assert.Equal("malformed", await CodeAsync(silo, depositor, call, ""));
        Assert.Equal("malformed", await CodeAsync(silo, depositor, call, "a key"));
        Assert.Equal("malformed", await CodeAsync(silo, depositor, call, new string('k', 65)));
        Assert.Equal("malformed", await CodeAsync(silo, depositor, silo.Sign(depositor, "/deposits", [.. batch, 0]), "k1"));
        Assert.Equal("malformed", await CodeAsync(silo, depositor, silo.Sign(depositor, "/deposits", Array.Empty<byte>()), "k1"));
        Assert.Equal(0, Waiting(silo));
        Assert.Equal("ok", await CodeAsync(silo, depositor, call, "k1"));
    }

    [Fact]
    public async Task Deposit_SignedBeforeTheSiloStarted_IsRefusedAtOnce()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        byte[] batch = DepositPackage.EncodeBatch([depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package]);
        await TestEpochs.SealAsync(silo);
        silo.Wall.Advance(TimeSpan.FromSeconds(-10));
        SignedCall old = silo.Sign(depositor, "/deposits", batch);
        silo.Wall.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("unauthorised", await CodeAsync(silo, depositor, old, "k1"));
        Assert.Equal(0, Waiting(silo));
    }

    [Fact]
    public async Task Inbox_AtItsLimit_RefusesAndHasRoomAgainAfterTheDrain()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path, limit: 1);
        await using SiloHost silo = host;
        byte[][] packages = [.. Enumerable.Range(0, 400).Select(i => depositor.Seal(silo.Vault, new TestObservation($"s{i}", Day)).Package)];
        await TestEpochs.SealAsync(silo);

        Assert.Equal("inbox-full", (await silo.DepositAsync(depositor, "all", packages)).Outcome.Code);
        int kept = 0;
        DepositOutcome last;
        while ((last = await silo.DepositAsync(depositor, $"k{kept}", packages[(40 * kept)..(40 * (kept + 1))])).Kept)
        {
            kept++;
        }

        Assert.Equal(("inbox-full", false), (last.Outcome.Code, last.Kept));
        Assert.InRange(kept, 3, 9);
        Assert.InRange(silo.Store.Read(connection => connection.Number("SELECT sum(length(sealed)) FROM inbox"))!.Value, 1 << 19, 1 << 20);
        await DrainAsync(silo);
        Assert.Equal((0, 40 * kept), (Waiting(silo), Count(silo, "records")));

        await TestEpochs.SealAsync(silo);
        Assert.True((await silo.DepositAsync(depositor, "again", packages[..40])).Kept);
    }

    [Fact]
    public async Task Inbox_WithoutRoomAtAll_RefusesWithItsOwnCode()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path, limit: 0);
        await using SiloHost silo = host;
        byte[] package = depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;
        await TestEpochs.SealAsync(silo);

        Assert.Equal("inbox-full", (await silo.DepositAsync(depositor, "k1", package)).Outcome.Code);
    }

    [Fact]
    public async Task Disk_OfASealedSilo_ShowsNothingOfWhatIsKept()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await TestEpochs.SealAsync(silo);
        SignedCall call = silo.Sign(depositor, "/deposits", DepositPackage.EncodeBatch([package]));
        await KeepAsync(silo, depositor, call, "canary-idempotency-key");
        byte[][] secrets =
        [
            .. new[] { depositor.Id.ToString(), record.ToString(), "canary", "broker-deposit/1", call.ContentDigest[9..40], call.Signature[6..40], "keyid=" }.Select(Encoding.ASCII.GetBytes),
            Convert.FromHexString(depositor.Id.ToString()), package[200..232], package[^64..^32],
        ];

        using (StolenFolder stolen = StolenFolder.Of(folder.Path))
        {
            Assert.All(secrets, secret => Assert.All(stolen.AllFiles(), file => Assert.True(file.AsSpan().IndexOf(secret) < 0)));
        }

        // The control: the same scan finds the record's public id once it was taken.
        await DrainAsync(silo);
        using StolenFolder later = StolenFolder.Of(folder.Path);
        Assert.True(later.Holds(secrets[1]));
    }

    [Fact]
    public async Task Disk_OfASealedSilo_ShowsSizesInPaddedClassesOnly()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(folder.Path);
        await using SiloHost silo = host;
        byte[] package = depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;
        await TestEpochs.SealAsync(silo);
        foreach (int length in Enumerable.Range(1, 60))
        {
            await silo.DepositAsync(depositor, new string('k', length), package);
        }

        // Sixty lengths fall into one class, or into the two on either side of its end.
        List<int> sizes = silo.Store.Read(connection => connection.Rows(row => (int)row.GetInt64(0) - Hpke.Overhead, "SELECT DISTINCT length(sealed) FROM inbox"));
        Assert.InRange(sizes.Count, 1, 2);
        Assert.All(sizes, size => Assert.Equal(size, Padding.PaddedLength(size - sizeof(int))));
    }
}
