using Broker.DisclosureControl;
using Broker.Policy;
using Spectre.Console;

namespace Broker.Cli;

/// <summary>The demo: two years of real records in simulated time, from enrolment to audit.</summary>
internal sealed class DemoScenario
{
    private const string Country = "CAF";
    private const string Calendar = "The calendar";
    private const string PolicyFile = "caf-2013.yaml";
    private const string SampleFile = "ged-car-2012-2014.csv";
    private const string ShownPeriod = "2014-01";
    private const string FirstPeriod = "2013-01";
    private const string LastPeriod = "2014-13";

    // One record to withdraw, one that stays, one to spare.
    private const int RowsOfNext = 3;

    // The elected members' tier is out three days after the cut-off.
    private const int TierDelayDays = 3;

    private static readonly FourWeekBlock First = FourWeekCalendar.Parse(FirstPeriod);
    private static readonly FourWeekBlock Last = FourWeekCalendar.Parse(LastPeriod);
    private static readonly FourWeekBlock Shown = FourWeekCalendar.Parse(ShownPeriod);

    private readonly CommandContext context;
    private readonly DemoOptions options;
    private readonly DemoFolders folders;
    private readonly DemoCast cast;
    private readonly GedImport import;
    private readonly DemoHosts hosts;
    private readonly GatewayClient client;
    private readonly DemoDeposits deposits;
    private readonly DemoStory story;
    private readonly DemoDepositorStory depositor;
    private readonly DemoRequesterStory requesters;
    private readonly DemoAuditorStory auditor;
    private readonly long started;
    private readonly HashSet<string> closed = new(StringComparer.Ordinal);
    private int blocks;

    public DemoScenario(
        CommandContext context, DemoOptions options, DemoFolders folders, DemoCast cast, DemoHosts hosts, GatewayClient client, DemoStory story)
    {
        started = context.Clock.GetTimestamp();
        (this.context, this.options, this.folders, this.cast, this.hosts, this.client, this.story) = (context, options, folders, cast, hosts, client, story);
        var samples = options.Samples;
        import = GedImport.Load(
            Path.Combine(samples, SampleFile), Path.Combine(samples, GedImport.ActorsFile), Path.Combine(samples, GedImport.PcodesFile), Country);
        deposits = new DemoDeposits(context, client, cast, import);
        depositor = new DemoDepositorStory(client, cast, deposits, story);
        requesters = new DemoRequesterStory(client, cast, folders, story, new BriefingRequest(Country, ShownPeriod, "elected-member", "council-briefing"));
        auditor = new DemoAuditorStory(context, client, cast, folders, hosts.Witness, story);
    }

    public async Task<DemoSummary> RunAsync(CancellationToken cancellation)
    {
        await hosts.ReadyAsync(context, client, cancellation);
        story.Tell("The auditor’s office", $"runs a witness, {DemoWitness.Name}: what it has not cosigned is not published, and nothing leaves before");
        await context.Console.Progress().StartAsync(progress => PlayAsync(progress, cancellation));
        await CountBlocksAsync(cancellation);
        TellRefusals();
        var accepted = deposits.Answered.Count(deposit => deposit.Answer.IsAccepted);
        await DemoWitness.CaughtUpAsync(context, client, cancellation);
        await auditor.AuditAsync(requesters.Receipt, accepted, cancellation);
        var summary = Summarise(accepted);
        story.Expect(summary.Refused == 0, "Deposits", "no row and no package was refused");
        story.Expect(summary.Deposited == import.File.Rows.Count, "Deposits", $"all of {import.File.Rows.Count} rows were deposited by {summary.Organisations} organisations");
        return summary;
    }

    private async Task PlayAsync(ProgressContext progress, CancellationToken cancellation)
    {
        var enrolling = progress.AddTask("enrol members", maxValue: import.File.Offices.Count + DemoCast.Others);
        var depositing = progress.AddTask("seal and deposit", maxValue: import.File.Rows.Count);
        var releasing = progress.AddTask("measure and release", maxValue: Last.Ordinal - First.Ordinal + 1);
        foreach (var note in import.Notes())
        {
            story.Tell("Deposits", note);
        }

        await cast.EnrolAsync(client, import.File.Offices, () => enrolling.Increment(1), cancellation);
        await ActivatePolicyAsync(cancellation);
        await deposits.DepositAsync(block => block < First.Ordinal, sent => depositing.Increment(sent), cancellation);
        for (var block = First; block <= Last; block = block.Next())
        {
            await AdvanceAsync(AtMidnight(block.End), cancellation);
            await deposits.DepositAsync(ordinal => ordinal == block.Ordinal, sent => depositing.Increment(sent), cancellation);
            await CloseAsync(block, cancellation);
            releasing.Increment(1);
        }

        await deposits.DepositAsync(block => block > Last.Ordinal, sent => depositing.Increment(sent), cancellation);
        story.Tell("Deposits", "rows before the first block and after the last stay sealed: their periods are never measured");
    }

    private async Task CloseAsync(FourWeekBlock block, CancellationToken cancellation)
    {
        var isNext = block == Shown.Next();
        if (isNext)
        {
            await depositor.BeforeNextCutOffAsync(block, cancellation);
        }

        await AdvanceAsync(block.FinalCutOff, cancellation);
        if (block != Shown && !isNext)
        {
            return;
        }

        await AdvanceAsync(block.FinalCutOff.AddDays(TierDelayDays), cancellation);
        await DemoWitness.CaughtUpAsync(context, client, cancellation);
        if (isNext)
        {
            await depositor.AfterNextReleaseAsync(block, cancellation);
            await requesters.AskAgainAsync(cancellation);
            return;
        }

        await requesters.AskAsync(cancellation);
        await depositor.AfterShownReleaseAsync(block, RowsOfNext, cancellation);
    }

    private async Task ActivatePolicyAsync(CancellationToken cancellation)
    {
        var yaml = PrivateFile.Read(Path.Combine(options.Policies, PolicyFile), 1024 * 1024);
        using var first = cast.Officer1.Open();
        using var second = cast.Officer2.Open();
        var policy = SharingPolicyReader.Read(yaml, PolicyFile).Policy ?? throw new CommandFailure($"`{PolicyFile}` has errors; check it with broker policy lint");
        var alone = await new PolicyDesk(client, first).ActivateAsync(policy, yaml, _ => { }, cancellation);
        var answer = await new PolicyDesk(client, second).ActivateAsync(policy, yaml, _ => { }, cancellation);
        story.Expect(!alone.Active, "Policy officers", "one officer's signature alone puts nothing in force");
        story.Expect(answer.Active, "Policy officers", $"{PolicyFile} is in force by two officers' signatures, revision {policy.Revision}");
    }

    private void TellRefusals()
    {
        foreach (var deposit in deposits.Answered.Where(deposit => !deposit.Answer.IsAccepted))
        {
            story.Tell("Deposits", deposit.Answer.RefusalWords);
        }
    }

    private async Task AdvanceAsync(DateTimeOffset to, CancellationToken cancellation)
    {
        using var @operator = cast.Operator.Open();
        var answer = await new CalendarDesk(client, @operator).AdvanceAsync(to, cancellation);
        if (answer.Now < to)
        {
            throw new CommandFailure("the simulated calendar did not move on");
        }

        closed.UnionWith(answer.Closed);
    }

    // Counted on the public calendar and not in the answers above: a silo that is killed after it published and before it
    // answered names the release in no answer, because the second answer names only what the second call closed.
    private async Task CountBlocksAsync(CancellationToken cancellation)
    {
        var calendar = await CalendarDesk.ReadAsync(client, Country, cancellation);
        var measured = calendar.Measured.Select(line => $"{Country}/{line.Period}/{line.Vintage}").ToHashSet(StringComparer.Ordinal);
        blocks = measured.Count;
        var due = Last.Ordinal - First.Ordinal + 1;
        story.Expect(blocks == due, Calendar, $"the public calendar lists {blocks} of {due} four-week blocks as measured");
        story.Expect(closed.IsSubsetOf(measured), Calendar, "it lists every release that the silo named as it moved the calendar on");
    }

    private DemoSummary Summarise(int accepted) => new()
    {
        Deposited = accepted,
        Refused = import.File.Refused.Count + deposits.Answered.Count - accepted,
        Organisations = cast.Organisations.Count,
        Blocks = blocks,
        Entries = auditor.Entries,
        Witness = DemoWitness.Name,
        Cosigned = auditor.Cosigned,
        Releases = auditor.Releases,
        ReceiptsVerified = auditor.ReceiptsVerified,
        LogVerified = auditor.LogVerified,
        Restarts = hosts.Restarts,
        Seconds = (int)Math.Ceiling(context.Clock.GetElapsedTime(started).TotalSeconds),
        PeakMemoryMiB = new DemoMemory(hosts.Silo.PeakMiB, hosts.Gateway.PeakMiB, hosts.Witness.PeakMiB, ProcessMemory.PeakMiB(Environment.ProcessId)),
        RowsByYear = DemoSummary.Count(deposits.Answered, row => row.Year),
        RowsByAdm1 = DemoSummary.Count(deposits.Answered, row => row.Adm1),
        Withdrawn = depositor.Withdrawn,
        RefusedRequests = requesters.Refusals,
    };

    private static DateTimeOffset AtMidnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
