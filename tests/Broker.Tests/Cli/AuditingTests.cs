using System.Net;
using System.Text;
using System.Text.Json;
using Broker.Briefings;
using Broker.Cli;
using Broker.Transparency;

namespace Broker.Tests.Cli;

/// <summary>A log made here, with releases and receipts: what the tools find in it, and what they must not believe.</summary>
public sealed class AuditingTests : IDisposable
{
    private const string Origin = TestMember.OriginName;

    private static readonly byte[] Json = "{\"format\":\"briefing/1\"}"u8.ToArray();
    private static readonly byte[] Html = "<!doctype html>"u8.ToArray();

    private readonly TestMember broker = new();
    private readonly Sha256Digest salt = Sha256Digest.Of("salt"u8);

    [Fact]
    public async Task Ledger_OwnSlot_IsFoundOpenedAndCounted()
    {
        var release = Release(own: true);
        var ledger = await ReadLedgerAsync([Other(), release.Entry, Release(own: false).Entry], tag => release.Opening);
        var found = Assert.Single(ledger.Releases);
        Assert.Equal(1, found.Index);
        Assert.Equal((3, 2), (ledger.LogSize, ledger.Scanned));
        Assert.Equal([release.Record], ledger.RecordsIn("2014-01"));
        Assert.Contains("entry 1: CAF 2014-01, tier elected-member, for elected members: 1 of your records", ledger.Lines());
    }

    [Fact]
    public async Task Ledger_NoOwnSlot_SaysNoneSoFarAndAsksForNothing()
    {
        var ledger = await ReadLedgerAsync([Release(own: false).Entry], _ => throw new InvalidOperationException("nothing may be asked for"));
        Assert.Contains("none so far: no release in the verified log has a slot of yours", ledger.Lines());
    }

    [Fact]
    public async Task Ledger_OpeningNoLongerKept_IsStillListed()
    {
        var ledger = await ReadLedgerAsync([Release(own: true).Entry], _ => []);
        Assert.Contains("entry 0: a release that your records entered; its opening is no longer kept, as when all of them were withdrawn or have expired since", ledger.Lines());
    }

    [Fact]
    public async Task Ledger_RecordWithdrawnSince_IsCountedAndNotNamed()
    {
        var release = Release(own: true, also: RecordName.Parse("aaaaaaaaaaaaaaaaaaaaaaaaaa"));
        Assert.True(SlotOpening.TryParse(release.Opening, Origin, out var whole, out _));
        var left = whole!.Without(new HashSet<RecordName> { RecordName.Parse(release.Record) }).Encode(Origin);

        var ledger = await ReadLedgerAsync([release.Entry], _ => left);

        Assert.Contains("entry 0: CAF 2014-01, tier elected-member, for elected members: 2 of your records, 1 withdrawn or expired since", ledger.Lines());
        Assert.Equal(["aaaaaaaaaaaaaaaaaaaaaaaaaa"], ledger.RecordsIn("2014-01"));
    }

    [Fact]
    public async Task Ledger_OpeningWithARecordLeftOutOrPutIn_IsAnExpectedNo()
    {
        var release = Release(own: true, also: RecordName.Parse("aaaaaaaaaaaaaaaaaaaaaaaaaa"));
        Assert.True(SlotOpening.TryParse(release.Opening, Origin, out var whole, out _));
        SlotOpening[] lies =
        [
            whole! with { Lines = [whole.Lines[0]] },
            whole with { Lines = SlotOpening.Sorted([.. whole.Lines, SlotRecord.Gone(salt)]) },
            whole with { Lines = SlotOpening.Sorted([whole.Lines[0], SlotRecord.Gone(salt)]) },
            whole with { Tier = "public" },
        ];
        foreach (var lie in lies)
        {
            await Assert.ThrowsAsync<CommandFailure>(() => ReadLedgerAsync([release.Entry], _ => lie.Encode(Origin)));
        }
    }

    [Fact]
    public async Task Ledger_OtherOpeningThanLogged_IsAnExpectedNo()
    {
        var (one, two) = (Release(own: true), Release(own: true));
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => ReadLedgerAsync([one.Entry], _ => two.Opening));
        Assert.Equal(ExitCodes.No, failure.ExitCode);
    }

    [Fact]
    public async Task Mirror_EntryChanged_IsAnExpectedNo()
    {
        var files = MakeLog([Release(own: true).Entry, Other()]);
        files["tile/entries/000.p/2"][40] ^= 1;
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, Serve(files, _ => [])), new Uri("http://localhost:5080"));
        var mirror = await LogMirror.FetchAsync(client, broker.Trust, CancellationToken.None);
        Assert.Equal(ExitCodes.No, Assert.Throws<CommandFailure>(() => VerifiedLog.Read(mirror, broker.Trust)).ExitCode);
    }

    [Fact]
    public async Task Mirror_CheckpointOfAnotherKey_IsAnExpectedNo()
    {
        var files = MakeLog([Other()], broker.Identity);
        using GatewayClient client = new(broker.Context(clock, Serve(files, _ => [])), new Uri("http://localhost:5080"));
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => LogMirror.FetchAsync(client, broker.Trust, CancellationToken.None));
        Assert.Equal(ExitCodes.No, failure.ExitCode);
    }

    [Fact]
    public async Task Mirror_MissingTile_IsSaidAfterThreeTries()
    {
        var files = MakeLog([Other(), Other()]);
        files.Remove("tile/0/000.p/2");
        var fake = Serve(files, _ => []);
        using GatewayClient client = new(broker.Context(clock, fake), new Uri("http://localhost:5080"));
        await Assert.ThrowsAsync<CommandFailure>(() => LogMirror.FetchAsync(client, broker.Trust, CancellationToken.None));
        Assert.Equal(3, fake.Requests.Count(request => request.Path == "/log/checkpoint"));
    }

    [Fact]
    public async Task VerifiedLog_EntryOfNoKnownKind_IsAnExpectedNo()
    {
        using GatewayClient client = new(broker.Context(clock, Serve(MakeLog([Encoding.ASCII.GetBytes("a secret message\n")]), _ => [])), new Uri("http://localhost:5080"));
        var mirror = await LogMirror.FetchAsync(client, broker.Trust, CancellationToken.None);
        Assert.Contains("no known kind", Assert.Throws<CommandFailure>(() => VerifiedLog.Read(mirror, broker.Trust)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_IntoAnEarlierCopy_MustExtendIt()
    {
        var (one, two, three) = (Other(), Other(), Other());
        using TemporaryFolder folder = new();
        (await FetchAsync([one, two])).Save(folder.Path);
        var earlier = LogMirror.EarlierHead(folder.Path, broker.Trust);
        Assert.Equal(2, earlier!.Value.Size);
        Assert.Equal(3, VerifiedLog.Read(await FetchAsync([one, two, three]), broker.Trust, earlier).Head.Size);
        Assert.Contains("shorter", await FaultAsync([one], earlier), StringComparison.Ordinal);
        Assert.Contains("another one", await FaultAsync([two, one, three], earlier), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_IntoACopyOfAnotherLog_IsAnExpectedNo()
    {
        using TemporaryFolder folder = new();
        Assert.Null(LogMirror.EarlierHead(folder.Path, broker.Trust));
        (await FetchAsync([Other()])).Save(folder.Path);
        TrustFile other = new(new VerifierKey(Origin, broker.Identity.PublicKey), null, WitnessPolicy.None);
        Assert.Equal(ExitCodes.No, Assert.Throws<CommandFailure>(() => LogMirror.EarlierHead(folder.Path, other)).ExitCode);
    }

    private async Task<LogMirror> FetchAsync(byte[][] entries)
    {
        using GatewayClient client = new(broker.Context(clock, Serve(MakeLog(entries), _ => [])), new Uri("http://localhost:5080"));
        return await LogMirror.FetchAsync(client, broker.Trust, CancellationToken.None);
    }

    private async Task<string> FaultAsync(byte[][] entries, TreeHead? earlier)
    {
        var mirror = await FetchAsync(entries);
        return Assert.Throws<CommandFailure>(() => VerifiedLog.Read(mirror, broker.Trust, earlier)).Message;
    }

    [Fact]
    public void Receipt_BothFormsOfTheBriefing_Hold()
    {
        var receipt = MakeReceipt();
        Assert.True(ReceiptVerification.Check(Json, receipt, broker.Trust).Holds);
        var page = ReceiptVerification.Check(Html, receipt, broker.Trust);
        Assert.True(page.Holds);
        Assert.Equal((1, "2014-01"), (page.Index, page.Facts!.Period));
    }

    [Fact]
    public void Receipt_OneByteOfTheBriefingChanged_DoesNotHold()
    {
        var changed = Json.ToArray();
        changed[3] ^= 1;
        var verification = ReceiptVerification.Check(changed, MakeReceipt(), broker.Trust);
        Assert.Equal("the briefing is not the one that the release names", verification.Fault);
    }

    [Fact]
    public void Receipt_AnyByteChanged_DoesNotHold()
    {
        var receipt = MakeReceipt();
        for (var i = 0; i < receipt.Length; i++)
        {
            receipt[i] ^= 1;
            Assert.False(ReceiptVerification.Check(Json, receipt, broker.Trust).Holds, $"byte {i}");
            receipt[i] ^= 1;
        }
    }

    [Fact]
    public void Receipt_OtherTrust_DoesNotHold()
        => Assert.False(ReceiptVerification.Check(Json, MakeReceipt(), new TrustFile(new VerifierKey(Origin, broker.Identity.PublicKey), null, WitnessPolicy.None)).Holds);

    [Fact]
    public void Receipt_Truncated_DoesNotHold()
    {
        var receipt = MakeReceipt();
        for (var length = 0; length < receipt.Length; length++)
        {
            Assert.False(ReceiptVerification.Check(Json, receipt.AsSpan(0, length), broker.Trust).Holds, $"length {length}");
        }
    }

    public void Dispose() => broker.Dispose();

    private byte[] Other() => new CommittedEntry(LogEntryKind.Enrolment, Origin, Tag16.New(broker.Fill), salt).Encode();

    private (byte[] Entry, byte[] Opening, string Record, byte[] Facts) Release(bool own, RecordName? also = null)
    {
        var record = Sealing.RecordId.New(broker.Fill).ToString();
        Span<byte> fresh = stackalloc byte[Sha256Digest.Size];
        broker.Fill(fresh);
        var opening = new SlotOpening
        {
            Salt = Sha256Digest.FromBytes(fresh), Depositor = AccountName.Parse(broker.Card.Account.ToString()), Tier = "elected-member", Country = "CAF",
            Period = "2014-01", Revision = salt, Threshold = 5, Audience = "elected members", Lines = SlotOpening.Commit(Origin, also is { } other ? [RecordName.Parse(record), other] : [RecordName.Parse(record)], broker.Fill),
        };
        var nonce = Tag16.New(broker.Fill);
        var facts = new ReleaseFacts
        {
            Country = "CAF", Period = "2014-01", Vintage = "final", Tier = "elected-member", PolicyRevision = salt, PlanHash = salt, Rho = "9/64",
            ReleaseHash = salt, BriefingJson = Sha256Digest.Of(Json), BriefingHtml = Sha256Digest.Of(Html), Issued = new DateOnly(2014, 2, 20),
        }.Encode(Origin);
        ReleaseSlot[] slots = own ? [new ReleaseSlot(OwnTag(nonce), opening.Digest(Origin))] : [];
        return (ReleaseEntryBuilder.Build(Origin, 3, nonce, FactsHead.Of(Salt(), facts), slots, broker.Fill).Encode(), opening.Encode(Origin), record, facts);
    }

    private byte[] Salt()
    {
        var bytes = new byte[Sha256Digest.Size];
        salt.CopyTo(bytes);
        return bytes;
    }

    private Tag16 OwnTag(Tag16 nonce)
    {
        using var member = broker.Folder.Open();
        using var key = member.Secret.Derive("slot");
        Tag16 tag = default;
        key.Use(nonce, (bytes, n) => tag = ReleaseEntry.SlotTag(bytes, Origin, n));
        return tag;
    }

    private byte[] MakeReceipt()
    {
        var release = Release(own: true);
        var extra = ReleaseReceipt.Create(Origin, Salt(), release.Facts, release.Entry).Format();
        byte[][] entries = [Other(), release.Entry, Other()];
        Hash32[] leaves = [.. entries.Select(entry => MerkleHash.Leaf(entry))];
        // Three leaves: the sibling on the left, then the one on the right.
        var root = MerkleHash.Node(MerkleHash.Node(leaves[0], leaves[1]), leaves[2]);
        return new TlogProof(1, [leaves[0], leaves[2]], Sign(new TreeHead(3, root), broker.Log), extra).Format();
    }

    private static byte[] Sign(TreeHead head, Sealing.Ed25519SigningKey key)
        => new Checkpoint(Origin, head).Sign(new NoteSigner(new VerifierKey(Origin, key.PublicKey), key.Sign));

    private static HttpResponseMessage Openings(byte[] body, Func<string, byte[]> opening)
    {
        var tags = Encoding.ASCII.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line["tag ".Length..]);
        return FakeGateway.Make(HttpStatusCode.OK, JsonSerializer.Serialize(new { openings = tags.Select(tag => new { tag, content = opening(tag) }) }));
    }

    private async Task<Ledger> ReadLedgerAsync(byte[][] entries, Func<string, byte[]> opening)
    {
        using var member = broker.Folder.Open();
        var log = ServedLog.Of(broker.Log, entries);
        log.Others = (_, body) => Openings(body, opening);
        using var client = log.Client(broker);
        return await new LedgerReader(client, member).ReadAsync(CancellationToken.None);
    }
}
