using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Releases;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>A country of class M over several blocks: its weeks get flashes, and its finals count what came later too.</summary>
/// <remarks>
/// Blocks of the calendar: 2013-01 from 2012-12-31, 2013-02 from 01-28, 2013-03 from 02-25, 2013-04 from 03-25. The final of 2013-01
/// (cut-off 02-18) decides the class of the weeks of 2013-03: W09 to W12, cut-offs 03-04, 03-11, 03-18 and 03-25.
/// </remarks>
public sealed class FlashTests : IDisposable
{
    private const int Many = 300; // 75 a week: the public tier's noise of sd 10 can't take it below 200 a block

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ClassM_OverTwoBlocks_MeasuresFlashesAndFinalsInTheOrderOfTheirCutOffs()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync();
        await using SiloHost silo = host;
        await DepositMany(silo, depositor, "w9", new DateOnly(2013, 2, 26));

        Assert.Equal(["CAF/2013-W09/flash"], (await silo.AdvanceAsync("2013-03-04")).Closed);
        Assert.Equal([], (await silo.AdvanceAsync("2013-03-10")).Closed);
        Assert.Equal(["CAF/2013-W10/flash"], (await silo.AdvanceAsync("2013-03-11")).Closed);

        // The final of 2013-02 and the flash of W11 are due at one hour: the final first, it judges the flash's areas.
        Assert.Equal(["CAF/2013-02/final", "CAF/2013-W11/flash"], (await silo.AdvanceAsync("2013-03-18")).Closed);
        Assert.Equal(["CAF/2013-W12/flash"], (await silo.AdvanceAsync("2013-03-25")).Closed);

        // 2013-02 had nothing, so the weeks of 2013-04 are of class S and have no flash.
        Assert.Equal(["CAF/2013-03/final"], (await silo.AdvanceAsync("2013-04-20")).Closed);
        Assert.Equal([], (await silo.AdvanceAsync("2013-04-20")).Closed);
        Assert.Equal(0, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM contributions")));
    }

    [Fact]
    public async Task Flash_BeforeItsEmbargoIsOver_IsNotYetOut_AndThenOnlyForTiersThatSeeIt()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync();
        await using SiloHost silo = host;
        TestAccount delegated = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        TestAccount seated = await silo.EnrolAsync("requester", "ngo-b");
        await DepositMany(silo, depositor, "w9", new DateOnly(2013, 2, 26));
        await silo.AdvanceAsync("2013-03-06");

        // The consortium's tier has no delay of its own: the embargo of 72 hours holds for it too.
        Assert.Equal("not-yet", (await RequestAsync(silo, seated, "2013-W09", "consortium", "early-warning")).Outcome.Code);
        Assert.Equal("not-yet", (await RequestAsync(silo, delegated, "2013-W09", "elected-member", "council-briefing")).Outcome.Code);
        await silo.AdvanceAsync("2013-03-07");
        BriefingOutcome answer = await RequestAsync(silo, delegated, "2013-W09", "elected-member", "council-briefing");

        Assert.Equal("ok", answer.Outcome.Code);
        Assert.Equal("ok", (await RequestAsync(silo, seated, "2013-W09", "consortium", "early-warning")).Outcome.Code);
        string page = Encoding.UTF8.GetString(answer.Briefing!.Html);
        Assert.Contains("Weekly flash", page, StringComparison.Ordinal);
        Assert.Contains("in the Central African Republic this week (likely between", page, StringComparison.Ordinal);
        Assert.Contains("2013-03-14", page, StringComparison.Ordinal); // the next issue: W10, three days after its cut-off
        Assert.True(BriefingReader.TryRead(answer.Briefing.Json, out BriefingDocument? document, out _));
        Assert.Equal(("flash", "2013-W09", 1), (document!.Vintage, document.Period, document.Number));
        Assert.Equal(2, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM releases WHERE release = 'CAF/2013-W09/flash'")));

        // The public tier's policy lists no table of a week.
        Assert.Equal("not-yet", (await silo.Grains.GetGrain<IReleaseGrain>("release/CAF/2013-W09/flash").PublicBriefing()).Outcome.Code);
        Assert.Equal("not-yet", (await silo.Grains.GetGrain<IReleaseGrain>("release/CAF/2013-W09/final").PublicBriefing()).Outcome.Code);
    }

    [Fact]
    public async Task Request_WithAVintageThatIsNotThePeriods_IsMalformed()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount seated = await silo.EnrolAsync("requester", "ngo-b");

        Assert.Equal("malformed", (await RequestAsync(silo, seated, "2013-01", "consortium", "early-warning")).Outcome.Code);
        Assert.Equal("malformed", (await RequestAsync(silo, seated, "2013-W53", "consortium", "early-warning")).Outcome.Code);
        Assert.Equal("not-yet", (await RequestAsync(silo, seated, "2013-W01", "consortium", "early-warning")).Outcome.Code);
    }

    [Fact]
    public async Task Record_ThatArrivesAfterTheCutOffOfItsWeek_EntersTheFinalOnly()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync();
        await using SiloHost silo = host;
        string early = await DepositOne(silo, depositor, "early", new DateOnly(2013, 2, 27));
        await silo.AdvanceAsync("2013-03-04");
        string late = await DepositOne(silo, depositor, "late", new DateOnly(2013, 2, 27));
        await silo.AdvanceAsync("2013-04-15");

        Assert.Equal(["CAF/2013-03/final", "CAF/2013-W09/flash"], await ReleasesOf(silo, depositor, early));
        Assert.Equal(["CAF/2013-03/final"], await ReleasesOf(silo, depositor, late));
    }

    [Fact]
    public async Task Flash_DueWhileTheVaultWasSealed_IsMeasuredOnceOfWhatHadArrivedByItsCutOff()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync();
        await using SiloHost silo = host;
        (RecordId early, byte[] first) = depositor.Seal(silo.Vault, new TestObservation("early", new DateOnly(2013, 2, 27)));
        (RecordId late, byte[] second) = depositor.Seal(silo.Vault, new TestObservation("late", new DateOnly(2013, 2, 27)));
        await TestEpochs.SealAsync(silo);
        MoveTo(silo, 2013, 3, 3);
        Assert.True((await silo.DepositAsync(depositor, "k-early", first)).Kept);
        MoveTo(silo, 2013, 3, 4);
        Assert.True((await silo.DepositAsync(depositor, "k-late", second)).Kept);
        MoveTo(silo, 2013, 3, 12);

        await TestEpochs.UnsealAsync(silo, announce: false);
        await silo.AdvanceAsync("2013-03-12");

        Assert.Equal(["CAF/2013-W09/flash"], await ReleasesOf(silo, depositor, early.ToString()));
        Assert.Equal([], await ReleasesOf(silo, depositor, late.ToString()));
        Assert.Equal(2, Count(silo, "SELECT count(*) FROM measured WHERE vintage = 'flash'"));
        await silo.AdvanceAsync("2013-04-15");
        Assert.Equal(["CAF/2013-03/final"], await ReleasesOf(silo, depositor, late.ToString()));
    }

    [Fact]
    public async Task Flash_AndFinalOfOneBlock_ChargeThatBlockOnceEach_AndASourceOfOneWeekForNoOther()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync();
        await using SiloHost silo = host;
        await DepositOne(silo, depositor, "one", new DateOnly(2013, 2, 27));
        HashSet<string> before = LedgerOf(silo).Keys.ToHashSet();
        await silo.AdvanceAsync("2013-03-25");
        KeyValuePair<string, ZcdpBudget> own = Assert.Single(LedgerOf(silo), row => !before.Contains(row.Key));
        Assert.Equal([(2, new Rational(1, 64))], own.Value.Costs.Select(cost => (cost.Key, cost.Value)));

        await silo.AdvanceAsync("2013-04-15");

        // The final of 2013-03 is of class S, after 2013-02 without records: 9/64 more, to the same block.
        Assert.Equal([(2, new Rational(10, 64))], LedgerOf(silo)[own.Key].Costs.Select(cost => (cost.Key, cost.Value)));
    }

    [Fact]
    public async Task Flash_OfASourceThatCannotBearIt_LeavesItOutOfThatFlashAlone()
    {
        // A year's cap of 10/64: a source that was in the final of 2013-01 (9/64) has 1/64 left, which one flash takes.
        (SiloHost host, TestAccount depositor) = await ReadyAsync(policy => policy.Replace("yearly-rho: 1.0", "yearly-rho: 0.15625", StringComparison.Ordinal));
        await using SiloHost silo = host;
        string first = await DepositOne(silo, depositor, "s0-0", new DateOnly(2013, 2, 27));
        string second = await DepositOne(silo, depositor, "s0-0", new DateOnly(2013, 3, 5));
        string fresh = await DepositOne(silo, depositor, "fresh", new DateOnly(2013, 3, 5));
        await silo.AdvanceAsync("2013-03-12");

        Assert.Equal(["CAF/2013-W09/flash"], await ReleasesOf(silo, depositor, first));
        Assert.Equal([], await ReleasesOf(silo, depositor, second));
        Assert.Equal(["CAF/2013-W10/flash"], await ReleasesOf(silo, depositor, fresh));
    }

    [Fact]
    public async Task Closing_TwiceOrAfterARestart_MeasuresNothingAgain()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync();
        TestAccount @operator = host.Operator;
        string measured;
        await using (SiloHost silo = host)
        {
            await DepositOne(silo, depositor, "one", new DateOnly(2013, 2, 27));
            await silo.AdvanceAsync("2013-03-18");
            measured = Rows(silo);
            await silo.AdvanceAsync("2013-03-18");
            await silo.Service<CalendarCloser>().CloseDue();
            Assert.Equal(measured, Rows(silo));
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path, @operator);
        await again.AdvanceAsync("2013-03-18");
        Assert.Equal(measured, Rows(again));
        Assert.Equal(5, Count(again, "SELECT count(*) FROM measured"));
        Assert.Equal(5, Count(again, "SELECT count(DISTINCT sealed) FROM measured"));
    }

    [Fact]
    public async Task Calendar_OfClassM_SaysTheNextFlash_AndThatNoFlashIsForEveryone()
    {
        (SiloHost host, _) = await ReadyAsync();
        await using SiloHost silo = host;
        await silo.AdvanceAsync("2013-03-05");

        CountryCalendar calendar = await silo.Grains.GetGrain<ICountryGrain>("country/CAF").Calendar();

        Assert.Equal(("2013-02", "2013-W10", new DateOnly(2013, 3, 11)), (calendar.NextPeriod, calendar.NextFlash, calendar.NextFlashCutOff));
        Assert.Equal([("2013-01", "final", new DateOnly(2013, 3, 18)), ("2013-W09", "flash", null)], calendar.Measured.Select(line => (line.Period, line.Vintage, line.PublicFrom)));
    }

    [Fact]
    public async Task ClassS_HasNoFlash()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        await DepositOne(silo, depositor, "one", new DateOnly(2013, 1, 3));

        Assert.Equal(["CAF/2013-01/final", "CAF/2013-02/final"], (await silo.AdvanceAsync("2013-03-20")).Closed);
        Assert.Equal("", (await silo.Grains.GetGrain<ICountryGrain>("country/CAF").Calendar()).NextFlash);
    }

    [Fact]
    public async Task ClassM_UnderAPolicyWhoseTiersSeeNoWeek_MeasuresNoFlash()
    {
        (SiloHost host, TestAccount depositor) = await ReadyAsync(policy => policy
            .Replace("tables: [country/flash, country/final, category/flash, category/final, admin1/final]", "tables: [country/final, category/final, admin1/final]", StringComparison.Ordinal)
            .Replace("tables: all", "tables: [country/final, category/final, admin1/final, leaf/final]", StringComparison.Ordinal));
        await using SiloHost silo = host;
        await DepositOne(silo, depositor, "one", new DateOnly(2013, 2, 27));

        Assert.Equal([], (await silo.AdvanceAsync("2013-03-04")).Closed);
        Assert.Equal(0, Count(silo, "SELECT count(*) FROM measured WHERE vintage = 'flash'"));
    }

    internal static async Task<BriefingOutcome> RequestAsync(SiloHost silo, TestAccount requester, string week, string tier, string purpose) =>
        await silo.Grains.GetGrain<IBriefingGrain>($"briefing/{requester.Id}").Request(
            silo.Sign(requester, "/requests", $"request/2\ncountry CAF\nperiod {week}\nvintage flash\ntier {tier}\npurpose {purpose}\nid {SiloHost.NewRequestId()}\n"));

    /// <summary>Names of the releases that a record entered, without their tiers.</summary>
    internal static async Task<IReadOnlyList<string>> ReleasesOf(SiloHost silo, TestAccount depositor, string record)
    {
        StatusOutcome status = await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(silo.Sign(depositor, "/deposits/status", ""));
        return [.. status.Records.Single(row => row.Record == record).Releases.Select(release => release[..release.LastIndexOf('/')]).Distinct().Order(StringComparer.Ordinal)];
    }

    internal static async Task<string> DepositOne(SiloHost silo, TestAccount depositor, string source, DateOnly day)
    {
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation(source, day));
        Assert.Equal("accepted", Assert.Single((await silo.DepositAsync(depositor, record.ToString(), package)).Lines).Code);
        return record.ToString();
    }

    internal static string Rows(SiloHost silo) => string.Join('\n', silo.Store.Read(connection => connection.Rows(
        row => $"{row.GetString(0)} {row.GetInt32(1)} {Convert.ToHexStringLower(row.Bytes(2))}", "SELECT vintage, ordinal, sealed FROM measured ORDER BY vintage, ordinal")));

    private static async Task DepositMany(SiloHost silo, TestAccount depositor, string key, DateOnly day)
    {
        byte[][] packages = [.. Enumerable.Range(0, Many).Select(i => depositor.Seal(
            silo.Vault, new TestObservation($"s0-{i}", day, i % 2 == 0 ? "CF71" : "CF11", (EventKind)(i % 3))).Package)];
        Assert.All((await silo.DepositAsync(depositor, key, packages)).Lines, line => Assert.Equal("accepted", line.Code));
    }

    private static Dictionary<string, ZcdpBudget> LedgerOf(SiloHost silo) => silo.Store.Read(connection => connection
        .Rows(row => row.Bytes(0), "SELECT source FROM ledger")
        .ToDictionary(
            Convert.ToHexStringLower,
            source => silo.Service<MeasurementStore>().Budget(connection, new SourceKey(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(source)))));

    private static void MoveTo(SiloHost silo, int year, int month, int day) =>
        silo.Service<CalendarClock>().TryAdvanceTo(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero));

    private static long? Count(SiloHost silo, string sql) => silo.Store.Read(connection => connection.Number(sql));

    /// <summary>A country whose first block had so many sources that the third is of class M, at the start of that third block.</summary>
    private async Task<(SiloHost Silo, TestAccount Depositor)> ReadyAsync(Func<string, string>? change = null)
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync(text =>
        {
            string capped = text.Replace("organisation-cap: 10 ", "organisation-cap: 100 ", StringComparison.Ordinal);
            Assert.NotEqual(text, capped);
            return change?.Invoke(capped) ?? capped;
        });
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        await DepositMany(silo, depositor, "first-block", new DateOnly(2013, 1, 10));
        Assert.Equal(["CAF/2013-01/final"], (await silo.AdvanceAsync("2013-02-25")).Closed);
        return (silo, depositor);
    }
}
