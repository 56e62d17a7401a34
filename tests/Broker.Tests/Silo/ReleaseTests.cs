using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Tests.Silo;

public sealed class ReleaseTests : IDisposable
{
    private const string CutOff = "2013-02-18";
    private const string Issued = "2013-02-21";
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Briefing_ForADelegateOfAnElectedMember_IsDeliveredWithAReceiptThatVerifies()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount delegateOf = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        await silo.AdvanceAsync(CutOff);
        Assert.Equal("not-yet", (await silo.RequestAsync(delegateOf, "2013-01")).Outcome.Code);
        await silo.AdvanceAsync(Issued);

        BriefingOutcome answer = await silo.RequestAsync(delegateOf, "2013-01");

        Assert.Equal("ok", answer.Outcome.Code);
        Assert.True(answer.EntryIndex >= 0);
        AssertReceipt(silo, answer.Briefing!);
    }

    [Fact]
    public async Task Briefing_ForADelegateOfAConflictState_IsRefusedByTheRuleAndLogged()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount delegateOf = await silo.EnrolAsync("requester", "delegate", "CAF", "delegate");
        await silo.AdvanceAsync(Issued);
        long before = Size(silo);

        BriefingOutcome answer = await silo.RequestAsync(delegateOf, "2013-01");

        Assert.Equal("refused", answer.Outcome.Code);
        Assert.Null(answer.Briefing);
        Assert.Contains("alleged to perpetrate", answer.Outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal(before, answer.EntryIndex);
        Assert.Equal(before + 1, Size(silo));
    }

    [Fact]
    public async Task Refusal_ForAPermanentMember_DiffersFromTheConflictStatesButIsOne()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount delegateOf = await silo.EnrolAsync("requester", "delegate", "FRA", "delegate");
        await silo.AdvanceAsync(Issued);

        Assert.Equal("refused", (await silo.RequestAsync(delegateOf, "2013-01")).Outcome.Code);
    }

    [Fact]
    public async Task Release_FetchedAgainAfterDepositsWithdrawalsAndARestart_HasTheSameBytes()
    {
        TestAccount @operator = TestAccount.New("operator");
        TestAccount delegateOf;
        byte[] first;
        await using (SiloHost silo = await ReadyAsync(@operator))
        {
            delegateOf = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
            TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
            (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
            await silo.DepositAsync(depositor, "k1", package);
            await silo.AdvanceAsync(Issued);
            first = (await silo.RequestAsync(delegateOf, "2013-01")).Briefing!.Json;
            await silo.DepositAsync(depositor, "k2", depositor.Seal(silo.Vault, new TestObservation("late", Day)).Package);
            await WithdrawAsync(silo, depositor, record);
            await silo.AdvanceAsync("2013-03-30");
            Assert.Equal(first, (await silo.RequestAsync(delegateOf, "2013-01")).Briefing!.Json);
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path, @operator);
        Assert.Equal(first, (await again.RequestAsync(delegateOf, "2013-01")).Briefing!.Json);
    }

    [Fact]
    public async Task Record_ThatEntered_IsInTheDepositorsOpeningAndNobodyElses()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount one = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount two = await silo.EnrolAsync("depositor", "ngo two");
        (RecordId record, byte[] package) = one.Seal(silo.Vault, new TestObservation("s1", Day));
        await silo.DepositAsync(one, "k1", package);
        await silo.AdvanceAsync(CutOff);

        IReadOnlyList<SlotOpening> own = await OpeningsAsync(silo, one, one);
        Assert.Equal(3, own.Count); // one for each tier: the caveats allow all
        Assert.All(own, opening => Assert.Equal(record.ToString(), Assert.Single(opening.Records).ToString()));
        Assert.Empty(await OpeningsAsync(silo, two, two));
        Assert.Empty(await OpeningsAsync(silo, asker: two, slotsOf: one));
    }

    [Fact]
    public async Task Record_WithdrawnBeforeTheCutOff_EntersNothingAndItsKeyIsGone()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId kept, byte[] first) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        (RecordId withdrawn, byte[] second) = depositor.Seal(silo.Vault, new TestObservation("s2", Day));
        await silo.DepositAsync(depositor, "k1", first, second);

        WithdrawOutcome answer = await WithdrawAsync(silo, depositor, withdrawn);
        await silo.AdvanceAsync(CutOff);

        Assert.Equal("ok", answer.Outcome.Code);
        Assert.Empty(answer.Releases);
        Assert.All(await OpeningsAsync(silo, depositor, depositor), opening => Assert.Equal(kept.ToString(), Assert.Single(opening.Records).ToString()));
        Assert.Null(silo.Store.Read(connection => connection.Blob("SELECT sealed FROM data_keys WHERE record = $1", withdrawn.ToString())));
        Assert.Null(silo.Store.Read(connection => connection.Blob("SELECT sealed FROM records WHERE record = $1", withdrawn.ToString())));
    }

    [Fact]
    public async Task Record_WithdrawnAfterTheRelease_ListsTheReleasesThatCannotBeRecalled()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await silo.DepositAsync(depositor, "k1", package);
        await silo.AdvanceAsync(CutOff);

        WithdrawOutcome answer = await WithdrawAsync(silo, depositor, record);

        Assert.Equal(["CAF/2013-01/final/consortium", "CAF/2013-01/final/elected-member", "CAF/2013-01/final/public"], answer.Releases.Order(StringComparer.Ordinal));
        Assert.False(answer.Before);
        WithdrawOutcome again = await WithdrawAsync(silo, depositor, record);
        Assert.Equal((true, answer.EntryIndex, 0), (again.Before, again.EntryIndex, again.Releases.Count));
        Assert.Equal("unknown-record", (await WithdrawAsync(silo, depositor, RecordId.New(RandomNumberGenerator.Fill))).Outcome.Code);
    }

    [Fact]
    public async Task Caveat_ThatStopsAtTheConsortium_KeepsTheRecordOutOfOtherTiers()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        var closed = new TestObservation("s1", Day) { Caveats = new("consortium", [], [], null, null, NoNarrative: true) };
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, closed).Package);
        await silo.AdvanceAsync(CutOff);

        Assert.Equal(["consortium"], (await OpeningsAsync(silo, depositor, depositor)).Select(opening => opening.Tier));
    }

    [Fact]
    public async Task Embargo_NotPassedAtTheCutOff_KeepsTheRecordSealed()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        var embargoed = new TestObservation("s1", Day) { Caveats = new("public", [], [], new DateOnly(2014, 1, 1), null, NoNarrative: true) };
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, embargoed).Package);
        await silo.AdvanceAsync(CutOff);

        Assert.Empty(await OpeningsAsync(silo, depositor, depositor));
    }

    [Fact]
    public async Task Source_WhoseYearlyCapIsSpent_RestsSilently()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        for (int block = 0; block < 9; block++)
        {
            var observation = new TestObservation("same source", new DateOnly(2013, 1, 2).AddDays(28 * block));
            await silo.DepositAsync(depositor, $"k{block}", depositor.Seal(silo.Vault, observation).Package);
        }

        await silo.AdvanceAsync("2013-11-01");

        // 9/64 a block against a cap of 1: seven blocks fit, the eighth does not.
        IReadOnlyList<SlotOpening> openings = await OpeningsAsync(silo, depositor, depositor);
        Assert.Equal(7, openings.Count(opening => opening.Tier == "consortium"));
    }

    [Fact]
    public async Task ReleaseEntry_HasSlotsForAllEnrolledWhateverWasDeposited()
    {
        await using SiloHost silo = await ReadyAsync();
        for (int i = 0; i < 5; i++)
        {
            await silo.EnrolAsync("depositor", $"ngo {i}");
        }

        await silo.AdvanceAsync(CutOff);
        Assert.All(Releases(silo), entry => Assert.Equal(8, entry.Slots.Count));
        Assert.Equal(3, Releases(silo).Count);
    }

    [Fact]
    public async Task Record_WithdrawnAndDepositedAgain_StaysWithdrawn()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await silo.DepositAsync(depositor, "k1", package);
        await WithdrawAsync(silo, depositor, record);

        Assert.Equal("record-withdrawn", Assert.Single((await silo.DepositAsync(depositor, "k2", package)).Lines).Code);
    }

    [Fact]
    public async Task Record_Withdrawn_LeavesNoCopyOfItsKeyOrContentInTheStoresFiles()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await silo.DepositAsync(depositor, "k1", package);
        string id = record.ToString();
        byte[] key = silo.Store.Read(connection => connection.Blob("SELECT sealed FROM data_keys WHERE record = $1", id))!;
        byte[] content = silo.Store.Read(connection => connection.Blob("SELECT sealed FROM records WHERE record = $1", id))!;
        byte[] contribution = silo.Store.Read(connection => connection.Blob("SELECT sealed FROM contributions"))!;
        Assert.True(InFiles(key[8..32]) && InFiles(content[..32]) && InFiles(contribution[8..40]));

        await WithdrawAsync(silo, depositor, record);

        Assert.False(InFiles(contribution[8..40]));

        Assert.False(InFiles(key[8..32]));
        Assert.False(InFiles(content[..32]));
    }

    [Fact]
    public async Task Contribution_OfAWithdrawnRecordPutBackIntoTheStore_IsNotCounted()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s1", Day));
        await silo.DepositAsync(depositor, "k1", package);
        (byte[] partition, byte[] row, byte[] stored) = silo.Store.Read(connection => connection.Rows(
            reader => (reader.Bytes(0), reader.Bytes(1), reader.Bytes(2)), "SELECT partition, row, sealed FROM contributions"))[0];
        await WithdrawAsync(silo, depositor, record);

        // In its own place it opens, and is passed over; in another it does not open, and nothing of the period is measured.
        await silo.Store.WriteAsync(connection => connection.Execute("INSERT INTO contributions (partition, row, sealed) VALUES ($1, $2, $3)", partition, row, stored));
        Assert.Equal(["CAF/2013-01/final"], (await silo.AdvanceAsync(CutOff)).Closed);
        Assert.Empty(await OpeningsAsync(silo, depositor, depositor));
    }

    [Fact]
    public async Task Contribution_MovedToAnotherRow_IsNotMeasured()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package);
        await silo.Store.WriteAsync(connection => connection.Execute("INSERT INTO contributions (partition, row, sealed) SELECT partition, zeroblob(16), sealed FROM contributions"));

        Assert.Empty((await silo.AdvanceAsync(CutOff)).Closed);
    }

    [Fact]
    public async Task Source_WhoseGravestReportIsClosed_EntersOnlyTheTierOfThatReport()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        (_, byte[] open) = depositor.Seal(silo.Vault, new TestObservation("s1", Day, Kind: EventKind.NonState));
        var grave = new TestObservation("s1", Day) { Caveats = new("consortium", [], [], null, null, NoNarrative: true) };
        (RecordId closed, byte[] second) = depositor.Seal(silo.Vault, grave);
        await silo.DepositAsync(depositor, "k1", open, second);
        await silo.AdvanceAsync(CutOff);

        SlotOpening opening = Assert.Single(await OpeningsAsync(silo, depositor, depositor));
        Assert.Equal(("consortium", closed.ToString()), (opening.Tier, Assert.Single(opening.Records).ToString()));
    }

    [Fact]
    public async Task Period_WithADamagedContribution_IsNotMeasuredAndTheSiloGoesOn()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package);
        await silo.Store.WriteAsync(connection => connection.Execute("UPDATE contributions SET sealed = zeroblob(length(sealed))"));

        AdvanceOutcome closed = await silo.AdvanceAsync(CutOff);

        Assert.True(closed.Outcome.IsOk);
        Assert.Empty(closed.Closed);
        Assert.Equal("accepted", Assert.Single((await silo.DepositAsync(depositor, "k2", depositor.Seal(silo.Vault, new TestObservation("s2", Day)).Package)).Lines).Code);
    }

    private bool InFiles(byte[] bytes) => Directory.EnumerateFiles(folder.Path, "broker.db*")
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        .Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0);

    private static void AssertReceipt(SiloHost silo, DeliveredBriefing delivered)
    {
        string origin = silo.Vault.Origin.ToString();
        Assert.True(TlogProof.TryParse(Encoding.UTF8.GetBytes(delivered.Receipt), out TlogProof? proof));
        Assert.True(ReleaseReceipt.TryParse(proof.Extra!.Value.Span, origin, out ReleaseReceipt? receipt, out _));
        Assert.Null(receipt!.Check(delivered.Json, out _));
        Assert.Null(receipt.Check(delivered.Html, out _));
        Assert.Equal(ReceiptFault.Briefing, receipt.Check([.. delivered.Json, (byte)' '], out _));
        var log = new CheckpointVerifier(new VerifierKey(origin, silo.Vault.LogPublicKey), WitnessPolicy.None, Ed25519.Verify);
        Assert.True(proof.TryVerify(MerkleHash.Leaf(receipt.Entry.Span), log, out _, out _));
    }

    private static async Task<WithdrawOutcome> WithdrawAsync(SiloHost silo, TestAccount depositor, RecordId record) =>
        await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n"));

    /// <summary>Does what a depositor's tool does: scans all release entries for its own slots and asks for their openings.</summary>
    private static async Task<IReadOnlyList<SlotOpening>> OpeningsAsync(SiloHost silo, TestAccount asker, TestAccount slotsOf)
    {
        string origin = silo.Vault.Origin.ToString();
        using SecretKey slotKey = slotsOf.Secret!.Derive("slot");
        var slots = new List<ReleaseSlot>();
        slotKey.Use(slots, (key, found) =>
        {
            foreach (ReleaseEntry entry in Releases(silo))
            {
                if (entry.FindSlot(key) is { } slot)
                {
                    found.Add(slot);
                }
            }
        });
        string body = "openings/1\n" + string.Concat(slots.Select(slot => $"tag {slot.Tag}\n").Order(StringComparer.Ordinal));
        OpeningsOutcome answer = await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{asker.Id}/0").Openings(silo.Sign(asker, "/ledger/openings", body));
        Assert.Equal("ok", answer.Outcome.Code);
        var openings = new List<SlotOpening>();
        foreach (Opening opening in answer.Openings.Where(opening => opening.Content.Length > 0))
        {
            Assert.True(SlotOpening.TryParse(opening.Content, origin, out SlotOpening? parsed, out _));
            Assert.Equal(slots.Single(slot => slot.Tag.ToString() == opening.Tag).Opening, parsed!.Digest(origin));
            openings.Add(parsed);
        }

        return openings;
    }

    private static IReadOnlyList<ReleaseEntry> Releases(SiloHost silo) =>
    [
        .. silo.Store.Read(connection => connection.Rows(row => row.Bytes(0), "SELECT entry FROM log_entries ORDER BY idx"))
            .Select(bytes => LogEntry.TryParse(bytes, silo.Vault.Origin.ToString(), out LogEntry? entry, out _) ? entry : null)
            .OfType<ReleaseEntry>(),
    ];

    private static long Size(SiloHost silo) => silo.Store.Read(connection => connection.Number("SELECT count(*) FROM log_entries")) ?? -1;

    private async Task<SiloHost> ReadyAsync(TestAccount? @operator = null)
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator);
        await silo.ActivatePolicyAsync();
        return silo;
    }
}
