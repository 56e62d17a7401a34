using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Tests.Silo;

/// <summary>A record that is gone is in no opening, against an attacker with copies of the whole folder, the root key and the log.</summary>
public sealed class OpeningShredTests : IDisposable
{
    private const string CutOff = "2013-02-18";
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WithdrawnRecord_OfTwoInARelease_IsInNoOpeningThatOpensButItWasBefore()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId gone = await DepositAsync(silo, depositor, "s1");
        RecordId kept = await DepositAsync(silo, depositor, "s2");
        await silo.AdvanceAsync(CutOff);
        byte[][] ciphertexts = Stored(silo);
        string[] salts;
        using (StolenFolder before = StolenFolder.Of(folder.Path))
        {
            using KeyRing ring = before.OpenRing();
            salts = [.. before.Openings(ring).Select(text => SaltOf(text, gone))];
            Assert.Equal(3, salts.Distinct().Count()); // one a tier, and another in each: the control of the attack
            Assert.All(ciphertexts, stored => Assert.True(before.Holds(stored.AsSpan(8, 64))));
        }

        await WithdrawAsync(silo, depositor, gone);

        using StolenFolder after = StolenFolder.Of(folder.Path);
        using KeyRing opened = after.OpenRing();
        IReadOnlyList<string> texts = after.Openings(opened);
        Assert.Equal(3, texts.Count);
        Assert.All(texts, text =>
        {
            Assert.DoesNotContain(gone.ToString(), text, StringComparison.Ordinal);
            Assert.DoesNotContain(salts, salt => text.Contains(salt, StringComparison.Ordinal));
            Assert.Contains(kept.ToString(), text, StringComparison.Ordinal);
        });
        Assert.All(ciphertexts, stored => Assert.False(after.Holds(stored.AsSpan(8, 64))));
        Assert.All(salts, salt => Assert.False(after.Holds(Encoding.ASCII.GetBytes(salt)) || after.Holds(Convert.FromHexString(salt))));
        AssertSlotsHold(silo, depositor, openings: 3);
    }

    [Fact]
    public async Task LastRecordOfARelease_Withdrawn_TakesTheOpeningAndLeavesTheEntryAsNoise()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount other = await silo.EnrolAsync("depositor", "ngo two");
        RecordId gone = await DepositAsync(silo, depositor, "s1");
        await DepositAsync(silo, other, "s2");
        await silo.AdvanceAsync(CutOff);
        byte[][] ciphertexts = Stored(silo);
        byte[][] log = Entries(silo);

        await WithdrawAsync(silo, depositor, gone);

        using StolenFolder after = StolenFolder.Of(folder.Path);
        using KeyRing ring = after.OpenRing();
        string[] texts = [.. after.Openings(ring)];
        Assert.Equal(3, texts.Length); // the other's
        Assert.Equal(3, ciphertexts.Count(stored => after.Holds(stored.AsSpan(8, 64))));

        // What is left of the slots is tags and digests that nothing kept leads to, and the log is byte for byte what it was.
        string origin = silo.Vault.Origin.ToString();
        HashSet<Sha256Digest> digests = [.. texts.Select(text => Parse(text, origin).Digest(origin))];
        ReleaseSlot[] slots = Slots(silo, depositor);
        Assert.Equal(3, slots.Length);
        Assert.DoesNotContain(slots, slot => digests.Contains(slot.Opening));
        Assert.Equal(log, Entries(silo)[..log.Length]);
        AssertSlotsHold(silo, depositor, openings: 0);
        AssertSlotsHold(silo, other, openings: 3);
    }

    [Fact]
    public async Task ExpiredRecords_OfTwoDepositors_AreInNoOpeningAndTheOthersAre()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount[] depositors = [await silo.EnrolAsync("depositor", "ngo one"), await silo.EnrolAsync("depositor", "ngo two")];
        var gone = new List<RecordId>();
        var kept = new List<RecordId>();
        foreach (TestAccount depositor in depositors)
        {
            gone.Add(await DepositAsync(silo, depositor, "s1", retention: 60));
            gone.Add(await DepositAsync(silo, depositor, "s2", retention: 60));
            kept.Add(await DepositAsync(silo, depositor, "s3"));
        }

        await silo.AdvanceAsync(CutOff);
        using (StolenFolder before = StolenFolder.Of(folder.Path))
        {
            using KeyRing ring = before.OpenRing();
            Assert.All(gone, record => Assert.Contains(before.Openings(ring), text => text.Contains(record.ToString(), StringComparison.Ordinal)));
        }

        await silo.AdvanceAsync("2013-03-10");

        using StolenFolder after = StolenFolder.Of(folder.Path);
        using KeyRing opened = after.OpenRing();
        IReadOnlyList<string> texts = after.Openings(opened);
        Assert.All(gone, record => Assert.DoesNotContain(texts, text => text.Contains(record.ToString(), StringComparison.Ordinal)));
        Assert.All(kept, record => Assert.Contains(texts, text => text.Contains(record.ToString(), StringComparison.Ordinal)));
        Assert.All(depositors, depositor => AssertSlotsHold(silo, depositor, openings: 3));
    }

    [Fact]
    public async Task WithdrawnRecord_InAnOlderCopy_IsNamedUntilTheEpochsEndAndNeverAfter()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId gone = await DepositAsync(silo, depositor, "s1");
        await DepositAsync(silo, depositor, "s2");
        await silo.AdvanceAsync(CutOff);
        using StolenFolder older = StolenFolder.Of(folder.Path);
        await WithdrawAsync(silo, depositor, gone);
        await TestEpochs.EndAsync(silo);

        using StolenFolder newer = StolenFolder.Of(folder.Path);
        using KeyRing newRing = newer.OpenRing();
        using KeyRing oldRing = older.OpenRing();
        Assert.Empty(older.Openings(newRing));
        Assert.Contains(older.Openings(oldRing), text => text.Contains(gone.ToString(), StringComparison.Ordinal)); // the control
        AssertSlotsHold(silo, depositor, openings: 3);
    }

    [Fact]
    public async Task Withdrawal_ThatCannotBeLogged_ShredsNothing()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId record = await DepositAsync(silo, depositor, "s1");
        await DepositAsync(silo, depositor, "s2");
        await silo.AdvanceAsync(CutOff);
        await silo.Store.WriteAsync(connection => connection.Execute("CREATE TRIGGER hold BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'held'); END"));

        await Assert.ThrowsAnyAsync<Exception>(() => WithdrawAsync(silo, depositor, record));

        Assert.Equal(3, silo.Service<OpeningStore>().All(depositor.Id).Count(opening => opening.Gone == 0 && opening.Records.Count == 2));
        Assert.Equal("sealed", await StateAsync(silo, depositor, record));
    }

    [Fact]
    public async Task Record_WithdrawnBetweenMeasurementAndPublication_IsMeasuredAndNamedNowhere()
    {
        await using SiloHost silo = await ReadyAsync();
        (TestAccount depositor, TestAccount alone) = (await silo.EnrolAsync("depositor", "ngo one"), await silo.EnrolAsync("depositor", "ngo two"));
        RecordId gone = await DepositAsync(silo, depositor, "s1");
        RecordId kept = await DepositAsync(silo, depositor, "s2");
        RecordId only = await DepositAsync(silo, alone, "s3");
        await HoldAsync(silo);
        await silo.AdvanceAsync(CutOff);

        Assert.Equal(3, (await WithdrawAsync(silo, depositor, gone)).Releases.Count);
        Assert.Equal(3, (await WithdrawAsync(silo, alone, only)).Releases.Count);
        await silo.Store.WriteAsync(connection => connection.Execute("DROP TRIGGER hold"));
        await silo.AdvanceAsync("2013-02-19");

        Assert.All(silo.Service<OpeningStore>().All(depositor.Id), opening => Assert.Equal((kept.ToString(), 1), (Assert.Single(opening.Records).ToString(), opening.Gone)));
        AssertSlotsHold(silo, depositor, openings: 3);
        AssertSlotsHold(silo, alone, openings: 0);
    }

    [Fact]
    public async Task ListOfContributors_PutBackAsItWasBeforeAWithdrawal_NamesNobodyWhoIsGone()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId gone = await DepositAsync(silo, depositor, "s1");
        await DepositAsync(silo, depositor, "s2");
        await HoldAsync(silo);
        await silo.AdvanceAsync(CutOff);
        byte[] before = silo.Store.Read(connection => connection.Blob("SELECT contributors FROM measured"))!;
        await WithdrawAsync(silo, depositor, gone);
        Assert.NotEqual(before, silo.Store.Read(connection => connection.Blob("SELECT contributors FROM measured")));

        await silo.Store.WriteAsync(connection => connection.Execute("DROP TRIGGER hold"));
        await silo.Store.WriteAsync(connection => connection.Execute("UPDATE measured SET contributors = $1", before));
        await silo.AdvanceAsync("2013-02-19");

        Assert.Equal(3, silo.Service<OpeningStore>().All(depositor.Id).Count(opening => opening.Gone == 1 && opening.Records.Count == 1));
    }

    [Fact]
    public async Task Opening_ThatDoesNotOpen_KeepsNeitherTheRecordNorItsOtherOpenings()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId record = await DepositAsync(silo, depositor, "s1");
        await silo.AdvanceAsync(CutOff);
        await silo.Store.WriteAsync(connection => connection.Execute("UPDATE openings SET sealed = zeroblob(length(sealed)) WHERE tag = (SELECT min(tag) FROM openings)"));

        WithdrawOutcome answer = await WithdrawAsync(silo, depositor, record);

        Assert.Equal(2, answer.Releases.Count);
        Assert.Equal(1, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM openings")));
        Assert.Equal(0, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM data_keys")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Opening_ThatOpensAgainAfterItsRecordWent_NamesTheRecordToNobody(bool expired)
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount alone = await silo.EnrolAsync("depositor", "ngo two");
        RecordId[] gone = [await DepositAsync(silo, depositor, "s1", expired ? 60 : null), await DepositAsync(silo, alone, "s2", expired ? 60 : null)];
        RecordId kept = await DepositAsync(silo, depositor, "s3");
        await silo.AdvanceAsync(CutOff);
        List<(byte[] Tag, byte[] Sealed)> before = silo.Store.Read(connection => connection.Rows(row => (row.Bytes(0), row.Bytes(1)), "SELECT tag, sealed FROM openings"));
        await silo.Store.WriteAsync(connection => connection.Execute("UPDATE openings SET sealed = zeroblob(length(sealed))"));
        if (expired)
        {
            await silo.AdvanceAsync("2013-03-10");
        }
        else
        {
            await WithdrawAsync(silo, depositor, gone[0]);
            await WithdrawAsync(silo, alone, gone[1]);
        }

        await silo.Store.WriteAsync(connection => before.ForEach(row => connection.Execute("UPDATE openings SET sealed = $2 WHERE tag = $1", row.Tag, row.Sealed)));
        using StolenFolder stolen = StolenFolder.Of(folder.Path);
        using KeyRing ring = stolen.OpenRing();
        Assert.Equal(6, stolen.Openings(ring).Count(text => gone.Any(record => text.Contains(record.ToString(), StringComparison.Ordinal)))); // the control

        OpeningStore openings = silo.Service<OpeningStore>();
        Assert.All(openings.All(depositor.Id), opening => Assert.Equal((kept.ToString(), 1), (Assert.Single(opening.Records).ToString(), opening.Gone)));
        Assert.Empty(openings.All(alone.Id));
        Assert.All(Slots(silo, depositor), slot => Assert.DoesNotContain(
            gone[0].ToString(), Encoding.UTF8.GetString(Assert.Single(openings.Find(depositor.Id, [slot.Tag]))), StringComparison.Ordinal));
        AssertSlotsHold(silo, depositor, openings: 3);
        AssertSlotsHold(silo, alone, openings: 0);
    }

    [Fact]
    public async Task SeizedDisk_WithoutKeys_DoesNotTellWhichSlotsOfTheLogAreReal()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await DepositAsync(silo, depositor, "s1");
        await silo.AdvanceAsync(CutOff);
        ReleaseSlot[] own = Slots(silo, depositor);
        Assert.Equal(3, own.Length);

        // Beside the log itself, which everybody has: no name of a row, and no other value, is a slot's tag.
        using StolenFolder seized = StolenFolder.Of(folder.Path);
        HashSet<string> names = [.. silo.Store.Read(connection => connection.Rows(row => Convert.ToHexStringLower(row.Bytes(0)), "SELECT tag FROM openings"))];
        Assert.Equal(3, names.Count);
        Assert.DoesNotContain(own, slot => names.Contains(slot.Tag.ToString()) || seized.Holds(Convert.FromHexString(slot.Tag.ToString())));
        Assert.All(names, name => Assert.True(seized.Holds(Convert.FromHexString(name)))); // the search finds what is there
    }

    // As strict as the depositor's tool: each opening that is kept is what its slot holds, and the log verifies whole.
    private static void AssertSlotsHold(SiloHost silo, TestAccount depositor, int openings)
    {
        string origin = silo.Vault.Origin.ToString();
        ReleaseSlot[] slots = Slots(silo, depositor);
        int held = 0;
        foreach (ReleaseSlot slot in slots)
        {
            if (silo.Service<OpeningStore>().Find(depositor.Id, [slot.Tag]) is [{ Length: > 0 } text])
            {
                Assert.Equal(slot.Opening, Parse(Encoding.UTF8.GetString(text), origin).Digest(origin));
                held++;
            }
        }

        Assert.Equal((3, openings), (slots.Length, held));
        var log = new CheckpointVerifier(new VerifierKey(origin, silo.Vault.LogPublicKey), WitnessPolicy.None, Ed25519.Verify);
        Assert.True(LogVerification.Check(path => silo.Store.Read(connection => LogStore.ReadFile(connection, path)), log).IsClean);
    }

    private static ReleaseSlot[] Slots(SiloHost silo, TestAccount depositor)
    {
        using SecretKey slotKey = depositor.Secret!.Derive("slot");
        var slots = new List<ReleaseSlot>();
        slotKey.Use(slots, (key, found) =>
        {
            foreach (byte[] bytes in Entries(silo))
            {
                if (LogEntry.TryParse(bytes, silo.Vault.Origin.ToString(), out LogEntry? entry, out _) && entry is ReleaseEntry release && release.FindSlot(key) is { } slot)
                {
                    found.Add(slot);
                }
            }
        });
        return [.. slots];
    }

    private static byte[][] Entries(SiloHost silo) => [.. silo.Store.Read(connection => connection.Rows(row => row.Bytes(0), "SELECT entry FROM log_entries ORDER BY idx"))];

    private static byte[][] Stored(SiloHost silo) => [.. silo.Store.Read(connection => connection.Rows(row => row.Bytes(0), "SELECT sealed FROM openings"))];

    private static SlotOpening Parse(string text, string origin) =>
        SlotOpening.TryParse(Encoding.UTF8.GetBytes(text), origin, out SlotOpening? opening, out _) ? opening! : throw new FormatException("an opening that is kept does not read");

    private static string SaltOf(string opening, RecordId record) => opening.Split('\n').Single(line => line.EndsWith(record.ToString(), StringComparison.Ordinal)).Split(' ')[1];

    private static Task<int> HoldAsync(SiloHost silo) => silo.Store.WriteAsync(connection =>
        connection.Execute("CREATE TRIGGER hold BEFORE UPDATE OF published ON measured BEGIN SELECT RAISE(ABORT, 'held'); END"));

    private static async Task<RecordId> DepositAsync(SiloHost silo, TestAccount depositor, string source, int? retention = null)
    {
        var observation = new TestObservation(source, Day) { Caveats = new("public", [], [], null, retention, NoNarrative: true) };
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, observation);
        Assert.Equal("accepted", Assert.Single((await silo.DepositAsync(depositor, record.ToString(), package)).Lines).Code);
        return record;
    }

    private static async Task<WithdrawOutcome> WithdrawAsync(SiloHost silo, TestAccount depositor, RecordId record)
    {
        WithdrawOutcome answer = await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0")
            .Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n"));
        Assert.Equal("ok", answer.Outcome.Code);
        return answer;
    }

    private static async Task<string> StateAsync(SiloHost silo, TestAccount depositor, RecordId record) =>
        (await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(silo.Sign(depositor, "/deposits/status", "")))
            .Records.Single(status => status.Record == record.ToString()).State;

    private async Task<SiloHost> ReadyAsync()
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        return silo;
    }
}
