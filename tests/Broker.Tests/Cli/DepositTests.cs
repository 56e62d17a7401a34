using System.Net;
using System.Text;
using System.Text.Json;
using Broker.Briefings;
using Broker.Cli;
using Broker.Policy;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>Sealing, outbox, receipts: against a gateway that answers as the broker does, badly, or not at all.</summary>
public sealed class DepositTests : IDisposable
{
    private const string Identity = "a priest in the next village";

    private readonly TestMember broker = new();
    private readonly InstantClock clock = new();

    [Fact]
    public async Task Send_Accepted_KeepsReceiptAndSealedCopyAndEmptiesTheOutbox()
    {
        FakeGateway fake = new FakeGateway().Answer(Accept);
        var answered = await SendAsync(fake, 3);
        Assert.All(answered, row => Assert.True(row.IsAccepted));
        Assert.Equal(3, Directory.GetFiles(broker.Folder.Receipts).Length);
        Assert.Empty(Directory.GetFiles(broker.Folder.Outbox));
        var (verified, failed) = ReceiptStore.CheckAll(broker.Folder, broker.Trust);
        Assert.Equal(3, verified);
        Assert.Empty(failed);
    }

    [Fact]
    public async Task Send_SealedCopy_OpensWithTheMembersOwnKeyOnly()
    {
        var record = (await SendAsync(new FakeGateway().Answer(Accept), 1)).Single().Record;
        using var member = broker.Folder.Open();
        var envelope = File.ReadAllBytes(Path.Combine(broker.Folder.Sources, record + ".age"));
        using MemoryStream plain = new();
        Assert.True(AgeEnvelope.TryOpen(plain, new MemoryStream(envelope), member.Sealing, out _));
        Assert.Contains(Identity, Encoding.UTF8.GetString(plain.ToArray()), StringComparison.Ordinal);
        Assert.False(AgeEnvelope.TryOpen(Stream.Null, new MemoryStream(envelope), broker.EpochPrivate, out _));
    }

    [Fact]
    public async Task Send_Body_ShowsNothingOfTheRow()
    {
        FakeGateway fake = new FakeGateway().Answer(Accept);
        await SendAsync(fake, 1);
        foreach (var needle in new[] { Identity, "CF711", "armed-group", "2014-01-02" })
        {
            Assert.Equal(-1, fake.Requests.Single().Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(needle)));
        }
    }

    [Fact]
    public async Task Send_GatewayLostTheAnswer_SendsTheSameBatchUnderTheSameKeyInTheNextRun()
    {
        FakeGateway first = new();
        for (var i = 0; i < 200; i++)
        {
            first.Fail();
        }

        await Assert.ThrowsAsync<CommandFailure>(() => SendAsync(first, 2));
        FakeGateway second = new FakeGateway().Answer(Accept);
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, second), new Uri("http://localhost:5080"));
        DepositClient deposits = new(client, member);
        Assert.Equal(2, deposits.Known().Count);
        Assert.Equal(2, (await deposits.SendAsync(_ => { }, CancellationToken.None)).Count);
        Assert.Equal(first.Requests[0].IdempotencyKey, second.Requests.Single().IdempotencyKey);
        Assert.Equal(first.Requests[0].Body, second.Requests.Single().Body);
        Assert.Equal(2, deposits.Known().Count);
    }

    [Fact]
    public async Task Send_KilledBetweenJournalAndClearing_CountsEachRowOnce()
    {
        FakeGateway fake = new FakeGateway().Answer(Accept).Answer(Accept);
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, fake), new Uri("http://localhost:5080"));
        DepositClient deposits = new(client, member);
        deposits.Queue(Seal(member, 2));
        var saved = Directory.GetFiles(broker.Folder.Outbox).ToDictionary(file => file, File.ReadAllBytes);
        await deposits.SendAsync(_ => { }, CancellationToken.None);
        foreach (var (file, content) in saved)
        {
            File.WriteAllBytes(file, content);
        }

        await deposits.SendAsync(_ => { }, CancellationToken.None);
        Assert.Equal(2, deposits.Answered().Count);
        Assert.Equal(2, Directory.GetFiles(broker.Folder.Receipts).Length);
    }

    [Fact]
    public async Task Send_ManyRows_GoInRequestsOfAtMostAHundred()
    {
        FakeGateway fake = new FakeGateway().Answer(Accept).Answer(Accept).Answer(Accept);
        Assert.Equal(201, (await SendAsync(fake, 201)).Count);
        Assert.Equal([1, 100, 100], fake.Requests.Select(request => Packages(request.Body).Count).Order());
    }

    [Fact]
    public async Task Send_ReceiptOfAnotherKey_IsNotBelieved()
    {
        FakeGateway fake = new FakeGateway().Answer(seen => Reply(seen, broker.Identity, CommitOf));
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => SendAsync(fake, 1));
        Assert.Contains("does not verify", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(broker.Folder.Outbox));
    }

    [Fact]
    public async Task Send_ReceiptForAnotherCommitment_IsNotBelieved()
        => await Assert.ThrowsAsync<CommandFailure>(() => SendAsync(new FakeGateway().Answer(seen => Reply(seen, broker.Log, _ => new string('0', 64))), 1));

    [Fact]
    public async Task Send_RefusedPackage_IsNotedWithItsCodeAndWithoutReceipt()
    {
        FakeGateway fake = new FakeGateway().Answer(seen => FakeGateway.Make(
            HttpStatusCode.OK, """{"deposits":[{"record":"","code":"observation-unknown-place","receipt":""}]}"""));
        Assert.Equal("observation-unknown-place", (await SendAsync(fake, 1)).Single().Code);
        Assert.False(Directory.Exists(broker.Folder.Receipts));
    }

    [Fact]
    public async Task Send_KeptWhileSealed_StaysInTheOutboxAndIsSentAgainUnchangedForItsReceipts()
    {
        FakeGateway fake = new FakeGateway().Answer(HttpStatusCode.Accepted, """{"deposits":[],"kept":true}""").Answer(Accept);
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, fake), new Uri("http://localhost:5080"));
        DepositClient deposits = new(client, member);
        deposits.Queue(Seal(member, 3));

        Assert.Empty(await deposits.SendAsync(_ => Assert.Fail("nothing was answered"), CancellationToken.None));
        Assert.Equal(3, deposits.Kept);
        Assert.Empty(deposits.Answered());
        Assert.Equal(3, deposits.Known().Count);
        Assert.False(Directory.Exists(broker.Folder.Receipts));

        DepositClient later = new(client, member);
        Assert.Equal(3, (await later.SendAsync(_ => { }, CancellationToken.None)).Count(row => row.IsAccepted));
        Assert.Equal(0, later.Kept);
        Assert.Equal(fake.Requests[0].Body, fake.Requests[1].Body);
        Assert.Equal(fake.Requests[0].IdempotencyKey, fake.Requests[1].IdempotencyKey);
        Assert.Empty(Directory.GetFiles(broker.Folder.Outbox));
    }

    [Fact]
    public async Task Send_InboxFull_StaysInTheOutbox()
    {
        FakeGateway fake = new FakeGateway().Answer(HttpStatusCode.InsufficientStorage, """{"code":"inbox-full","title":"no room"}""");
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => SendAsync(fake, 1));
        Assert.Contains("inbox-full", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(broker.Folder.Outbox).Length);
    }

    [Fact]
    public async Task Send_AnswerForAnotherNumberOfPackages_IsAFailure()
        => await Assert.ThrowsAsync<CommandFailure>(() => SendAsync(new FakeGateway().Answer(HttpStatusCode.OK, """{"deposits":[]}"""), 1));

    [Fact]
    public async Task Send_OfABatchOfWhichNothingWasAccepted_GivesEachRowItsCode()
    {
        FakeGateway fake = new FakeGateway().Answer(
            (HttpStatusCode)422,
            """{"code":"packages-refused","title":"none","whatIsSafe":"s","whatToDo":"d","reference":"00ff00ff","details":["1 - framing","2 abcdefghijklmnopqrstuvwxyz open-failed"]}""");

        Assert.Equal(["framing", "open-failed"], (await SendAsync(fake, 2)).Select(row => row.Code));
    }

    [Fact]
    public async Task CheckAll_ReceiptWithOneByteChanged_Fails()
    {
        await SendAsync(new FakeGateway().Answer(Accept), 1);
        var file = Directory.GetFiles(broker.Folder.Receipts).Single();
        var bytes = File.ReadAllBytes(file);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            File.WriteAllBytes(file, bytes);
            Assert.Equal(0, ReceiptStore.CheckAll(broker.Folder, broker.Trust).Verified);
            bytes[i] ^= 1;
        }
    }

    [Fact]
    public void Seal_Package_OpensForTheBrokerWithAStrictObservation()
    {
        using var member = broker.Folder.Open();
        var package = Seal(member, 1).Single().Package;
        Assert.True(DepositPackage.TryRead(package, out var parts, out _));
        DepositorKeys keys = new(member.Account, member.Signing.PublicKey, member.SignerName);
        Assert.Null(DepositOpener.Check(parts, broker.Origin, keys, _ => broker.Epoch.PublicKey, out var head, out _));
        Assert.Equal(member.Account, head!.Depositor);
    }

    [Fact]
    public void Seal_Caveats_OpenTheRecordToEveryTierButNeverItsNarrative()
    {
        using var member = broker.Folder.Open();
        Assert.True(DepositPackage.TryRead(Seal(member, 1).Single().Package, out var parts, out _));
        Assert.True(CaveatDocument.TryParse(parts.Caveats.Span, out var caveats, out _));
        var policy = SharingPolicyReader.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "policies", "caf-2013.yaml")), "caf-2013.yaml").Policy!;
        var stratum = Strata.Of(policy, caveats, new DateOnly(2014, 2, 17));
        Assert.Equal("public", policy.Tiers[stratum!.Value].Name);
        Assert.True(caveats.NoNarrative);
    }

    [Fact]
    public void IdempotencyKey_IsStableAndDependsOnEveryByte()
    {
        Assert.Equal("039058c6f2c0cb492c533b0a4d14ef77", IdempotencyKey.Of([1, 2, 3]));
        Assert.NotEqual(IdempotencyKey.Of([1, 2, 3]), IdempotencyKey.Of([1, 2, 4]));
    }

    [Fact]
    public void SourceTag_SameSource_IsOneWithinAYearOfPeriodsAndAnotherBeyond()
    {
        using var key = SecretKey.FromBytes(new byte[32]);
        using var other = SecretKey.Generate(broker.Fill);
        var tag = TagOf(key, "CAF", new DateOnly(2014, 1, 5), Identity);
        Assert.Equal(tag, TagOf(key, "CAF", new DateOnly(2014, 12, 28), Identity));
        Assert.Equal(tag, TagOf(key, "CAF", new DateOnly(2013, 12, 30), Identity));
        Assert.NotEqual(tag, TagOf(key, "CAF", new DateOnly(2013, 12, 29), Identity));
        Assert.NotEqual(tag, TagOf(key, "CAF", new DateOnly(2014, 12, 29), Identity));
        Assert.NotEqual(tag, TagOf(key, "TCD", new DateOnly(2014, 1, 5), Identity));
        Assert.NotEqual(tag, TagOf(other, "CAF", new DateOnly(2014, 1, 5), Identity));
        Assert.NotEqual(tag, TagOf(key, "CAF", new DateOnly(2014, 1, 5), Identity + " "));
    }

    public void Dispose() => broker.Dispose();

    private static Tag16 TagOf(SecretKey key, string country, DateOnly day, string identity) => SourceTag.Of(key, country, day, Encoding.UTF8.GetBytes(identity));

    private static IReadOnlyList<ReadOnlyMemory<byte>> Packages(byte[] body)
        => DepositPackage.TryReadBatch(body, out var packages, out _) ? packages : throw new InvalidOperationException("no batch");

    private static DepositHead HeadOf(ReadOnlyMemory<byte> package)
    {
        DepositPackage.TryRead(package, out var parts, out _);
        var manifest = parts.Manifest.Span;
        return DepositHead.TryParse(manifest[..(manifest.IndexOf("\nobservation "u8) + 1)], out var head, out _) ? head! : throw new InvalidOperationException("no head");
    }

    private static string CommitOf(DepositHead head) => Convert.ToHexStringLower(head.Commit);

    private HttpResponseMessage Accept(FakeGateway.Seen seen) => Reply(seen, broker.Log, CommitOf);

    private static HttpResponseMessage Reply(FakeGateway.Seen seen, Ed25519SigningKey key, Func<DepositHead, string> commit)
    {
        var lines = Packages(seen.Body).Select(HeadOf).Select(head => new
        {
            record = head.Record.ToString(),
            code = "accepted",
            receipt = Encoding.UTF8.GetString(NoteText.Sign(
                $"{TestMember.OriginName}/deposit-receipt/v1\nrecord {head.Record}\ncommit {commit(head)}\nday 2014-02-01\n", TestMember.OriginName, key)),
        });
        return FakeGateway.Make(HttpStatusCode.OK, JsonSerializer.Serialize(new { deposits = lines }));
    }

    private async Task<IReadOnlyList<DepositedRow>> SendAsync(FakeGateway fake, int rows)
    {
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, fake), new Uri("http://localhost:5080"));
        DepositClient deposits = new(client, member);
        deposits.Queue(Seal(member, rows));
        return await deposits.SendAsync(_ => { }, CancellationToken.None);
    }

    private IReadOnlyList<SealedRow> Seal(Member member, int rows)
    {
        RecordSealer sealer = new(member, broker.Epoch, "CAF", broker.Fill);
        return [.. Enumerable.Range(2, rows).Select(line => sealer.Seal(Row(line), new string('f', 64)))];
    }

    private static MappedRow Row(int line) => new()
    {
        Line = line, Office = "test organisation", Year = "2014", Adm1 = "", Kind = EventKind.OneSided,
        ActorA = new Actor("group", ActorRole.ArmedGroup, null), ActorB = new Actor("civilians", ActorRole.Civilians, null), Place = "CF711",
        Interval = new ObservedInterval(new DateOnly(2014, 1, 2), new DateOnly(2014, 1, 2), IntervalPrecision.Day),
        Killed = new CountRange(1, 2, 3), KilledWidened = false,
        SourceIdentity = Encoding.UTF8.GetBytes(Identity), SourcePart = Encoding.UTF8.GetBytes($"source_original: {Identity}\n"),
    };
}
