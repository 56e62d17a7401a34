using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>Emergency plans take a policy officer and an auditor, weeks that lie ahead, and at most four of them in any 52.</summary>
public sealed class EmergencyTests : IDisposable
{
    private const string Week = "2013-W01";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Plan_SignedByOfficerAndAuditor_IsLoggedAndItsWeeksHaveAFlash()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo");
        string record = await FlashTests.DepositOne(scene.Silo, depositor, "one", new DateOnly(2013, 1, 2));

        EmergencyOutcome proposed = await scene.ProposeAsync(Week, 2);
        Assert.Equal(("ok", -1L), (proposed.Outcome.Code, proposed.EntryIndex));
        EmergencyOutcome approved = await scene.ApproveAsync(proposed.Plan);
        Assert.Equal("ok", approved.Outcome.Code);

        EmergencyPlanEntry entry = scene.EntryAt(approved.EntryIndex);
        Assert.Equal((Week, 2, "8 16 16"), (entry.Terms.FirstWeek.Id, entry.Terms.Weeks, entry.Variances));
        EmergencyPlanView view = Assert.Single(await scene.Grain.Plans());
        Assert.Equal((proposed.Plan, approved.EntryIndex), (view.Plan, view.EntryIndex));
        Assert.Equal(Week, (await scene.Silo.Grains.GetGrain<ICountryGrain>("country/CAF").Calendar()).NextFlash);

        // Class S: without the plan no week has a flash; its third week has none either.
        Assert.Equal(["CAF/2013-W01/flash", "CAF/2013-W02/flash"], (await scene.Silo.AdvanceAsync("2013-01-27")).Closed);
        Assert.Equal(["CAF/2013-W01/flash"], await FlashTests.ReleasesOf(scene.Silo, depositor, record));
        MeasurementPlan plan = scene.Silo.Service<MeasurementStore>().Find("CAF", MeasuredPeriod.Flash(IsoWeek.Parse(Week)))!.Value.Table.Plan;
        Assert.Equal((PlanKind.Emergency, new Rational(1, 8)), (plan.Kind, plan.RhoPerSource));
    }

    [Fact]
    public async Task Entry_OfAPlan_ProvesBothSignaturesToWhoeverKnowsTheKeys()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        EmergencyPlanEntry entry = scene.EntryAt((await scene.ApproveAsync((await scene.ProposeAsync(Week, 1)).Plan)).EntryIndex);
        string text = entry.Terms.Text($"{scene.Silo.Vault.Origin}/emergency-approval/v1");

        Assert.True(Holds(scene.Officer, entry.Officer.Hex));
        Assert.True(Holds(scene.Auditor, entry.Auditor.Hex));
        Assert.False(Holds(scene.Auditor, entry.Officer.Hex));
        Assert.Equal(scene.Auditor.Id.ToString(), entry.Auditor.Account.ToString());

        bool Holds(TestAccount signer, string signature) => NoteText.TryVerify(
            Encoding.UTF8.GetBytes($"{text}\n— {signer.Id} {Convert.ToBase64String(Convert.FromHexString(signature))}\n"), signer.Id.ToString(), signer.Signing.PublicKey, out _);
    }

    [Fact]
    public async Task OneRoleAlone_CannotPutAPlanInForce()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        TestAccount second = await scene.Silo.EnrolAsync("policy-officer", "officer two of emergencies");
        string plan = (await scene.ProposeAsync(Week, 1)).Plan;

        Assert.Equal("forbidden-role", (await scene.ApproveAsync(plan, scene.Officer, scene.Officer)).Outcome.Code);
        Assert.Equal("forbidden-role", (await scene.ApproveAsync(plan, scene.Officer, second)).Outcome.Code);
        Assert.Equal("forbidden-role", (await scene.ProposeAsync(Week, 1, proposer: scene.Auditor)).Outcome.Code);
        Assert.Equal("unknown-emergency", (await scene.ApproveAsync(new string('a', 64))).Outcome.Code);
        await AssertNoFlash(scene);
    }

    [Fact]
    public async Task OnePersonWithTwoAccounts_CannotPutAPlanInForce()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        TestAccount twin = scene.Officer.Twin("the same person as auditor");
        EnrolOutcome enrolled = await scene.Silo.Grains.GetGrain<IAccountGrain>($"account/{twin.Id}").Enrol(
            scene.Silo.Sign(scene.Silo.Operator, $"/accounts/{twin.Id}", twin.EnrolText("auditor", "-", "-")));
        Assert.Equal("ok", enrolled.Outcome.Code);

        Assert.Equal("one-person", (await scene.ApproveAsync((await scene.ProposeAsync(Week, 1)).Plan, scene.Officer, twin)).Outcome.Code);
        await AssertNoFlash(scene);
    }

    [Theory]
    [InlineData("2013-01-07", "emergency-late")] // the cut-off itself
    [InlineData("2013-01-06", "ok")]
    public async Task Approval_OnceAWeekIsOver_IsTooLate(string approvedOn, string expected)
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string plan = (await scene.ProposeAsync(Week, 4)).Plan;
        await scene.Silo.AdvanceAsync(approvedOn);

        Assert.Equal(expected, (await scene.ApproveAsync(plan)).Outcome.Code);
    }

    [Fact]
    public async Task Proposal_OfAWeekThatIsOver_IsTooLate_AndOfOneThatRuns_IsNot()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-01-14");

        Assert.Equal("emergency-late", (await scene.ProposeAsync("2013-W02", 4)).Outcome.Code);
        Assert.Equal("ok", (await scene.ProposeAsync("2013-W03", 1)).Outcome.Code);
    }

    [Fact]
    public async Task FifthWeekIn52_IsRefused_AndThe53rdWeekAfterTheFirst_IsNot()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        Assert.Equal("ok", (await scene.ApproveAsync((await scene.ProposeAsync(Week, 3)).Plan)).Outcome.Code);
        string next = (await scene.ProposeAsync("2013-W10", 1)).Plan;
        string other = (await scene.ProposeAsync("2013-W20", 1)).Plan;

        // Both were within the limit when they were proposed; together they are not.
        Assert.Equal("ok", (await scene.ApproveAsync(next)).Outcome.Code);
        Assert.Equal("emergency-spent", (await scene.ApproveAsync(other)).Outcome.Code);
        Assert.Equal("emergency-spent", (await scene.ProposeAsync("2013-W52", 1)).Outcome.Code);
        Assert.Equal("ok", (await scene.ProposeAsync("2014-W01", 1)).Outcome.Code);
        Assert.Equal("emergency-spent", (await scene.ProposeAsync("2013-W52", 2)).Outcome.Code);
        Assert.Equal("malformed", (await scene.ProposeAsync("2014-W01", 5)).Outcome.Code);
        Assert.Equal("malformed", (await scene.ProposeAsync("2014-W01", 0)).Outcome.Code);
    }

    [Fact]
    public async Task Approval_AfterThePolicyChanged_IsRefused_AndAPlanInForce_IsWorthNothingUnderTheNewOne()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string waiting = (await scene.ProposeAsync("2013-W03", 1)).Plan;
        Assert.Equal("ok", (await scene.ApproveAsync((await scene.ProposeAsync(Week, 1)).Plan)).Outcome.Code);
        await scene.Silo.ActivatePolicyAsync(text => text.Replace("organisation-cap: 10 ", "organisation-cap: 9 ", StringComparison.Ordinal));

        Assert.Equal("emergency-revision", (await scene.SendApprovalAsync(waiting, scene.Auditor, scene.Note(scene.Auditor, scene.Terms("2013-W03", 1)))).Outcome.Code);
        Assert.Equal("emergency-revision", (await scene.ProposeAsync("2013-W02", 1, scene.Revision)).Outcome.Code);
        await AssertNoFlash(scene);
    }

    [Theory]
    [InlineData("country")]
    [InlineData("week")]
    [InlineData("weeks")]
    [InlineData("revision")]
    [InlineData("proposer")]
    [InlineData("domain")]
    public async Task Note_ReplayedForAnother_IsRefused(string changed)
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string plan = (await scene.ProposeAsync(Week, 2)).Plan;
        var signed = new EmergencyTerms(
            changed == "country" ? "TCD" : "CAF",
            IsoWeek.Parse(changed == "week" ? "2013-W02" : Week),
            changed == "weeks" ? 1 : 2,
            changed == "revision" ? Sha256Digest.Of([1]) : Sha256Digest.Parse(scene.Revision),
            AccountName.Parse(changed == "proposer" ? scene.Auditor.Id.ToString() : scene.Officer.Id.ToString()));
        string domain = changed == "domain" ? "policy-activation" : "emergency-approval";

        // The officer's own note, and the auditor's, of one value more: neither opens what it does not name.
        Assert.Equal("malformed", (await scene.SendProposalAsync(Week, "2", scene.Revision, scene.Officer, scene.Note(scene.Officer, signed, domain))).Outcome.Code);
        Assert.Equal("malformed", (await scene.SendApprovalAsync(plan, scene.Auditor, scene.Note(scene.Auditor, signed, domain))).Outcome.Code);
        Assert.Equal("malformed", (await scene.SendApprovalAsync(plan, scene.Auditor, scene.Note(scene.Officer, scene.Terms(Week, 2)))).Outcome.Code);
        await AssertNoFlash(scene);
    }

    [Fact]
    public async Task Approval_Twice_LogsOneEntry()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string plan = (await scene.ProposeAsync(Week, 1)).Plan;

        EmergencyOutcome first = await scene.ApproveAsync(plan);
        EmergencyOutcome again = await scene.ApproveAsync(plan);

        Assert.Equal(first, again);
        Assert.Equal(1, scene.CountEntries());
    }

    [Fact]
    public async Task Row_WrittenIntoTheStoreWithoutAnEntry_PutsNothingInForce()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        await scene.ProposeAsync(Week, 4);
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("UPDATE emergencies SET entry = 1"));

        await AssertNoFlash(scene);
    }

    [Fact]
    public async Task Proposals_MoreThanAreKept_AreRefusedUntilTheOldOnesAreLate()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        foreach (int week in Enumerable.Range(1, 16))
        {
            Assert.Equal("ok", (await scene.ProposeAsync($"2013-W{week:00}", 1)).Outcome.Code);
        }

        Assert.Equal("conflict", (await scene.ProposeAsync("2013-W30", 1)).Outcome.Code);
        await scene.Silo.AdvanceAsync("2013-01-07");
        Assert.Equal("ok", (await scene.ProposeAsync("2013-W30", 1)).Outcome.Code);
    }

    [Fact]
    public async Task ClockSetBackAnHour_OpensNoCutOffAgain()
    {
        // A real clock, which can be set back; a simulated one cannot.
        var start = new DateTimeOffset(2026, 1, 4, 23, 30, 0, TimeSpan.Zero); // a Sunday, half an hour before a cut-off
        await using Scene scene = await Scene.StartAsync(folder.Path, start);
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo");
        const string Running = "2026-W01";
        await FlashTests.DepositOne(scene.Silo, depositor, "one", new DateOnly(2026, 1, 1));
        EmergencyOutcome proposed = await scene.ProposeAsync(Running, 1);
        Assert.Equal("ok", proposed.Outcome.Code);
        Assert.Equal("ok", (await scene.ApproveAsync(proposed.Plan)).Outcome.Code);

        scene.Silo.Wall.Advance(TimeSpan.FromHours(1));
        Assert.Equal([$"CAF/{Running}/flash"], await CloseAsync(scene));
        string measured = FlashTests.Rows(scene.Silo);

        scene.Silo.Wall.Advance(TimeSpan.FromHours(-1));
        string late = await FlashTests.DepositOne(scene.Silo, depositor, "late", new DateOnly(2026, 1, 1));
        Assert.Equal([], await CloseAsync(scene));
        Assert.Equal("emergency-late", (await scene.ProposeAsync(Running, 1)).Outcome.Code);
        scene.Silo.Wall.Advance(TimeSpan.FromHours(1));
        Assert.Equal([], await CloseAsync(scene));

        Assert.Equal(measured, FlashTests.Rows(scene.Silo));
        Assert.Equal([], await FlashTests.ReleasesOf(scene.Silo, depositor, late));
    }

    [Fact]
    public async Task ClockSetBackAnHour_BeforeALateFlashIsMeasured_LetsNoLaterRecordIn()
    {
        var start = new DateTimeOffset(2026, 1, 4, 23, 30, 0, TimeSpan.Zero);
        await using Scene scene = await Scene.StartAsync(folder.Path, start);
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo");
        const string Running = "2026-W01";
        string early = await FlashTests.DepositOne(scene.Silo, depositor, "one", new DateOnly(2026, 1, 1));
        EmergencyOutcome proposed = await scene.ProposeAsync(Running, 1);
        Assert.Equal("ok", proposed.Outcome.Code);
        Assert.Equal("ok", (await scene.ApproveAsync(proposed.Plan)).Outcome.Code);

        // The cut-off passes, the day is rooted, and the silo goes down before it measures: the clock is back before midnight afterwards.
        scene.Silo.Wall.Advance(TimeSpan.FromHours(1));
        await scene.Silo.Store.WriteAsync(connection => Broker.Silo.Deposits.DailyRoots.Close(
            connection, scene.Silo.Vault, scene.Silo.Service<LogEntries>(), new DateOnly(2026, 1, 5)));
        scene.Silo.Wall.Advance(TimeSpan.FromHours(-1));
        string late = await FlashTests.DepositOne(scene.Silo, depositor, "late", new DateOnly(2026, 1, 1));
        scene.Silo.Wall.Advance(TimeSpan.FromHours(1));

        Assert.Equal([$"CAF/{Running}/flash"], await CloseAsync(scene));
        Assert.Equal([$"CAF/{Running}/flash"], await FlashTests.ReleasesOf(scene.Silo, depositor, early));
        Assert.Equal([], await FlashTests.ReleasesOf(scene.Silo, depositor, late));
    }

    [Fact]
    public async Task Round_ThatBeganBeforeMidnight_MeasuresNothingWhoseLastDayIsStillOpen()
    {
        var start = new DateTimeOffset(2026, 1, 4, 23, 55, 0, TimeSpan.Zero);
        await using Scene scene = await Scene.StartAsync(folder.Path, start);
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo");
        const string Running = "2026-W01";
        string early = await FlashTests.DepositOne(scene.Silo, depositor, "one", new DateOnly(2026, 1, 1));
        Assert.Equal("ok", (await scene.ApproveAsync((await scene.ProposeAsync(Running, 1)).Plan)).Outcome.Code);
        Assert.Equal([], await CloseAsync(scene));

        // The round has looked at the day for the roots, Sunday; when it comes to the country it is Monday, and Sunday's commitments are open.
        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(10));
        scene.Silo.Service<Broker.Silo.Grains.InternalCalls>().Enter();
        Assert.Equal([], (await scene.Silo.Grains.GetGrain<Broker.Silo.Grains.ICountryIntake>("country/CAF").CloseDue()).Names);

        // A batch that was begun on Sunday gets a receipt of that day, so it counts in what Sunday closes.
        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(-10));
        string last = await FlashTests.DepositOne(scene.Silo, depositor, "last", new DateOnly(2026, 1, 1));
        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal([$"CAF/{Running}/flash"], await CloseAsync(scene));
        Assert.Equal([$"CAF/{Running}/flash"], await FlashTests.ReleasesOf(scene.Silo, depositor, early));
        Assert.Equal([$"CAF/{Running}/flash"], await FlashTests.ReleasesOf(scene.Silo, depositor, last));
    }

    [Fact]
    public async Task Proposals_OfOneOfficer_KeepNoOtherOfficerFromProposing()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        TestAccount second = await scene.Silo.EnrolAsync("policy-officer", "officer two of emergencies");
        foreach (int week in Enumerable.Range(1, 16))
        {
            Assert.Equal("ok", (await scene.ProposeAsync($"2190-W{week:00}", 1)).Outcome.Code);
        }

        Assert.Equal("conflict", (await scene.ProposeAsync("2190-W30", 1)).Outcome.Code);
        EmergencyOutcome proposed = await scene.ProposeAsync(Week, 1, proposer: second);
        Assert.Equal("ok", proposed.Outcome.Code);
        Assert.Equal("ok", (await scene.ApproveAsync(proposed.Plan, second)).Outcome.Code);
    }

    [Fact]
    public async Task Proposals_UnderAPolicyThatWasReplaced_AreForgotten()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        foreach (int week in Enumerable.Range(1, 16))
        {
            Assert.Equal("ok", (await scene.ProposeAsync($"2190-W{week:00}", 1)).Outcome.Code);
        }

        string next = await scene.Silo.ActivatePolicyAsync(text => text.Replace("organisation-cap: 10 ", "organisation-cap: 9 ", StringComparison.Ordinal));

        Assert.Equal("ok", (await scene.ProposeAsync(Week, 1, next)).Outcome.Code);
        Assert.Single(await scene.Grain.Plans());
    }

    [Fact]
    public async Task Plan_UnderAPolicyThatWasReplaced_IsListedNoMore_AndSpendsTheWeeksAloneThatItMeasured()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        Assert.Equal("ok", (await scene.ApproveAsync((await scene.ProposeAsync(Week, 4)).Plan)).Outcome.Code);
        Assert.Equal([$"CAF/{Week}/flash"], (await scene.Silo.AdvanceAsync("2013-01-07")).Closed);
        string next = await scene.Silo.ActivatePolicyAsync(text => text.Replace("organisation-cap: 10 ", "organisation-cap: 9 ", StringComparison.Ordinal));

        Assert.Empty(await scene.Grain.Plans());
        Assert.Equal("emergency-spent", (await scene.ProposeAsync("2013-W10", 4, next)).Outcome.Code);
        Assert.Equal("ok", (await scene.ProposeAsync("2013-W10", 3, next)).Outcome.Code);
    }

    private static async Task<IReadOnlyList<string>> CloseAsync(Scene scene)
    {
        scene.Silo.Service<Broker.Silo.Grains.InternalCalls>().Enter();
        return await scene.Silo.Service<CalendarCloser>().CloseDue();
    }

    private static async Task AssertNoFlash(Scene scene)
    {
        Assert.DoesNotContain((await scene.Silo.AdvanceAsync("2013-01-20")).Closed, name => name.EndsWith("/flash", StringComparison.Ordinal));
        Assert.Equal(0, scene.Silo.Store.Read(connection => connection.Number("SELECT count(*) FROM measured")));
    }

    /// <summary>A country with a policy, an officer and an auditor.</summary>
    private sealed class Scene(SiloHost silo, TestAccount officer, TestAccount auditor, string revision) : IAsyncDisposable
    {
        public SiloHost Silo => silo;

        public TestAccount Officer => officer;

        public TestAccount Auditor => auditor;

        public string Revision => revision;

        public IEmergencyGrain Grain => silo.Grains.GetGrain<IEmergencyGrain>("emergency/CAF");

        public static async Task<Scene> StartAsync(string folder, DateTimeOffset? realCalendar = null)
        {
            SiloHost silo = await SiloHost.StartAsync(folder, configure: options => options.SimulatedClock = realCalendar is null ? options.SimulatedClock : null, realCalendar: realCalendar);
            string revision = await silo.ActivatePolicyAsync(text => realCalendar is null ? text : text.Replace("review-by: 2015-06-30", "review-by: 2030-06-30", StringComparison.Ordinal));
            return new Scene(silo, await silo.EnrolAsync("policy-officer", "officer of emergencies"), await silo.EnrolAsync("auditor", "auditor"), revision);
        }

        public EmergencyTerms Terms(string week, int weeks, string? of = null, TestAccount? proposer = null) =>
            new("CAF", IsoWeek.Parse(week), weeks, Sha256Digest.Parse(of ?? revision), AccountName.Parse((proposer ?? officer).Id.ToString()));

        public string Note(TestAccount signer, EmergencyTerms terms, string domain = "emergency-approval") =>
            Convert.ToBase64String(NoteText.Sign(terms.Text($"{silo.Vault.Origin}/{domain}/v1"), signer.Id.ToString(), signer.Signing));

        public async Task<EmergencyOutcome> ProposeAsync(string week, int weeks, string? of = null, TestAccount? proposer = null)
        {
            TestAccount signer = proposer ?? officer;
            return await SendProposalAsync(
                week, weeks.ToString(System.Globalization.CultureInfo.InvariantCulture), of ?? revision, signer, Note(signer, Terms(week, weeks, of, signer)));
        }

        public Task<EmergencyOutcome> SendProposalAsync(string week, string weeks, string of, TestAccount signer, string note) => Grain.Propose(silo.Sign(
            signer, "/releases/CAF/emergency", $"emergency/1\ncountry CAF\nfirst-week {week}\nweeks {weeks}\nrevision {of}\nnote {note}\n"));

        public async Task<EmergencyOutcome> ApproveAsync(string plan, TestAccount? proposer = null, TestAccount? signer = null)
        {
            EmergencyPlanView? view = (await Grain.Plans()).SingleOrDefault(row => row.Plan == plan);
            EmergencyTerms terms = view is null ? Terms(Week, 1) : Terms(view.FirstWeek, view.Weeks, view.Revision, proposer);
            return await SendApprovalAsync(plan, signer ?? auditor, Note(signer ?? auditor, terms));
        }

        public Task<EmergencyOutcome> SendApprovalAsync(string plan, TestAccount signer, string note) => Grain.Approve(silo.Sign(
            signer, "/releases/CAF/emergency/approvals", $"emergency-approve/1\ncountry CAF\nplan {plan}\nnote {note}\n"));

        public EmergencyPlanEntry EntryAt(long index)
        {
            byte[] bytes = silo.Store.Read(connection => LogStore.ReadEntry(connection, index))!;
            Assert.True(LogEntry.TryParse(bytes, silo.Vault.Origin.ToString(), out LogEntry? entry, out _));
            return Assert.IsType<EmergencyPlanEntry>(entry);
        }

        public int CountEntries() => silo.Store.Read(connection => connection.Rows(row => row.Bytes(0), "SELECT entry FROM log_entries"))
            .Count(bytes => Encoding.ASCII.GetString(bytes).StartsWith($"{silo.Vault.Origin}/emergency-plan/v1\n", StringComparison.Ordinal));

        public ValueTask DisposeAsync() => silo.DisposeAsync();
    }
}
