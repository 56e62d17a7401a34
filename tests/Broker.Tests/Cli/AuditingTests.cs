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
        Assert.Contains("entry 1: CAF 2014-01, tier elected-member, for elected members, 5 sources at least, revision " + salt + ": 1 of your records", ledger.Lines());
    }

    [Fact]
    public async Task Ledger_NoOwnSlot_SaysNoneSoFarAndAsksForNothing()
    {
        var ledger = await ReadLedgerAsync([Release(own: false).Entry], _ => throw new InvalidOperationException("nothing may be asked for"));
        Assert.Contains(
            $"none so far: no release in the verified log has a slot of yours; this holds for the log of 1 entries with root {ledger.Head.Root}, "
            + "signed by the log alone: nobody else vouches that others see the same log",
            ledger.Lines());
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

        Assert.Contains("entry 0: CAF 2014-01, tier elected-member, for elected members, 5 sources at least, revision " + salt + ": 2 of your records, 1 withdrawn or expired since", ledger.Lines());
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
    public async Task Ledger_ThroughTheCommand_IsToldOnlineOfflineAndAsADocument()
    {
        var release = Release(own: true);
        var log = ServedLog.Of(broker.Log, Other(), release.Entry);
        log.Others = (_, body) => Openings(body, _ => release.Opening);
        CommandRun run = new(log.Handler);
        string[] ledger = ["ledger", "--member", broker.Folder.Path];
        var online = await run.OkAsync([.. ledger, "--gateway", "http://localhost:5080"]);
        Assert.Contains("entry 1: CAF 2014-01", online, StringComparison.Ordinal);
        log.Lie = _ => throw new InvalidOperationException("nobody is asked offline");
        var offline = await run.OkAsync([.. ledger, "--offline"]);
        Assert.Contains("entry 1: a release that your records entered; its opening is not asked for offline", offline, StringComparison.Ordinal);
        log.Lie = _ => null;
        using var document = JsonDocument.Parse(await run.OkAsync([.. ledger, "--gateway", "http://localhost:5080", "--json"]));
        var told = document.RootElement.GetProperty("releases")[0];
        Assert.Equal((1, "kept", release.Record), (told.GetProperty("entry").GetInt64(), told.GetProperty("opening").GetString(), told.GetProperty("records")[0].GetString()));
        Assert.Equal(2, document.RootElement.GetProperty("log").GetProperty("size").GetInt64());
        Assert.Equal(2, broker.Folder.Checkpoint.Read(broker.Trust)!.Head.Size);
    }

    [Fact]
    public async Task Ledger_LogRolledBackForkedOrDamaged_Exits1AndWithoutAGateway2()
    {
        byte[][] entries = [Other(), Other(), Other()];
        string[] ledger = ["ledger", "--member", broker.Folder.Path, "--gateway", "http://localhost:5080"];
        Assert.Equal(ExitCodes.Failure, (await new CommandRun(ServedLog.Of(broker.Log, entries).Handler).RunAsync(ledger[..3])).Code);
        await new CommandRun(ServedLog.Of(broker.Log, entries).Handler).OkAsync(ledger);
        foreach (var shown in new[] { ServedLog.Of(broker.Log, entries[..2]), ServedLog.Of(broker.Log, Other(), Other(), Other()), ServedLog.Of(broker.Identity, entries) })
        {
            Assert.Equal(ExitCodes.No, (await new CommandRun(shown.Handler).RunAsync(ledger)).Code);
        }

        // Another copy of the log does not help who shows another log: the member's own checkpoint is asked.
        Assert.Equal(ExitCodes.No, (await new CommandRun(ServedLog.Of(broker.Log, entries[..2]).Handler).RunAsync([.. ledger, "--mirror", broker.Folder.Path + "/other"])).Code);
        File.Delete(Directory.GetFiles(Path.Combine(broker.Folder.LogMirror, "tile", "0"), "*", SearchOption.AllDirectories)[0]);
        Assert.Equal(ExitCodes.No, (await new CommandRun(ServedLog.Of(broker.Log, entries).Handler).RunAsync([.. ledger[..3], "--offline"])).Code);
    }

    [Fact]
    public async Task Briefing_ReceiptOfALogThatContradictsTheKeptCheckpoint_IsRefusedAndNotWritten()
    {
        using var member = broker.Folder.Open();
        using TemporaryFolder folder = new();
        var release = Release(own: true);
        byte[][] entries = [Other(), release.Entry, Other()];
        var log = ServedLog.Of(broker.Log, entries);
        using var client = log.Client(broker);
        BriefingDesk desk = new(client, member);
        BriefingAnswer Answer(ServedLog shown) => new(Json, Html, Encoding.UTF8.GetString(MakeReceipt(shown, release)), 2, [], "");
        Assert.True((await desk.KeepAsync(Answer(log), folder.At("one"), CancellationToken.None)).Holds);
        Assert.Equal(3, broker.Folder.Checkpoint.Read(broker.Trust)!.Head.Size);
        var grown = ServedLog.Of(broker.Log, entries);
        var before = Answer(grown);
        log.Append(Other(), Other());
        await broker.Folder.Checkpoint.AdvanceAsync(broker.Trust, log.Note, new GatewayLog(client).ExtendsAsync, CancellationToken.None);
        Assert.True((await desk.KeepAsync(before, folder.At("two"), CancellationToken.None)).Holds);

        var fork = ServedLog.Of(broker.Log, Other(), release.Entry, Other());
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => desk.KeepAsync(Answer(fork), folder.At("three"), CancellationToken.None));
        Assert.Contains("forked", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("three")));
        Assert.Equal(5, broker.Folder.Checkpoint.Read(broker.Trust)!.Head.Size);
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

    private byte[] MakeReceipt(ServedLog log, (byte[] Entry, byte[] Opening, string Record, byte[] Facts) release)
    {
        var extra = ReleaseReceipt.Create(Origin, Salt(), release.Facts, release.Entry).Format();
        Hash32[] proof = LogTiles.Prove(1, log.Head, path => log.Files.GetValueOrDefault(path))!;
        return new TlogProof(1, proof, log.Note, extra).Format();
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
