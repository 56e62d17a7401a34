using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>One depositor's part of the demo: its ledger, a withdrawal after a release, a withdrawal before one.</summary>
internal sealed class DemoDepositorStory(GatewayClient client, DemoCast cast, DemoDeposits deposits, DemoStory story)
{
    private const string Chapter = "A depositor";

    private string office = "";
    private string released = "";
    private string pending = "";

    /// <summary>How many records were withdrawn.</summary>
    public int Withdrawn { get; private set; }

    /// <summary>After the release of the shown period: the ledger, and a record withdrawn too late for it.</summary>
    public async Task AfterShownReleaseAsync(FourWeekBlock shown, int rowsOfNext, CancellationToken cancellation)
    {
        office = Choose(shown.Ordinal, rowsOfNext);
        using var member = cast.Organisations[office].Open();
        var ledger = await new LedgerReader(client, member).ReadAsync(cancellation);
        story.Tell(Chapter, $"the ledger of {member.Card.Name}, account {member.Account}:");
        foreach (var line in ledger.Lines())
        {
            story.Tell(Chapter, "  " + line);
        }

        var entered = ledger.RecordsIn(shown.Id.ToString());
        released = RecordsOf(shown.Ordinal).FirstOrDefault(entered.Contains) ?? "";
        story.Expect(released.Length > 0, Chapter, $"the ledger names a record of the depositor in a release of {shown.Id}");
        if (released.Length > 0)
        {
            var answer = await WithdrawAsync(member, released, cancellation);
            story.Tell(Chapter, $"withdrew record {released}; releases that cannot be recalled: {string.Join(", ", answer.Releases)}");
            story.Expect(answer.Releases.Any(release => release.Contains(shown.Id.ToString(), StringComparison.Ordinal)), Chapter, $"the withdrawal lists the release of {shown.Id}");
        }
    }

    /// <summary>After the deposits of the next period and before its cut-off: a record withdrawn in time.</summary>
    public async Task BeforeNextCutOffAsync(FourWeekBlock next, CancellationToken cancellation)
    {
        using var member = cast.Organisations[office].Open();
        pending = RecordsOf(next.Ordinal)[0];
        var answer = await WithdrawAsync(member, pending, cancellation);
        story.Expect(answer.Releases.Count == 0, Chapter, $"record {pending}, withdrawn before the cut-off of {next.Id}, had entered no release");
    }

    /// <summary>After the release of the next period: what the openings name.</summary>
    public async Task AfterNextReleaseAsync(FourWeekBlock next, CancellationToken cancellation)
    {
        using var member = cast.Organisations[office].Open();
        var entered = (await new LedgerReader(client, member).ReadAsync(cancellation)).RecordsIn(next.Id.ToString());
        story.Expect(!entered.Contains(pending), Chapter, $"the record withdrawn in time is in no opening of {next.Id}: it was not counted");
        story.Expect(RecordsOf(next.Ordinal).Any(record => record != pending && entered.Contains(record)), Chapter, $"a record that stayed is in an opening of {next.Id}");
    }

    private async Task<WithdrawAnswer> WithdrawAsync(Member member, string record, CancellationToken cancellation)
    {
        var answer = await new DepositorDesk(client, member).WithdrawAsync(record, cancellation);
        Withdrawn++;
        return answer;
    }

    // The organisation with most records in the shown block, among those with enough rows to come in the next.
    private string Choose(int block, int rowsOfNext) => deposits.Answered
        .Where(deposit => deposit.Block == block && deposit.Answer.IsAccepted && deposits.RowsAhead(deposit.Office, block + 1) >= rowsOfNext)
        .GroupBy(deposit => deposit.Office).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => group.Key).FirstOrDefault() ?? throw new CommandFailure("no organisation has records in both periods of the story");

    private IReadOnlyList<string> RecordsOf(int block) => [.. deposits.Answered
        .Where(deposit => deposit.Office == office && deposit.Block == block && deposit.Answer.IsAccepted)
        .Select(deposit => deposit.Answer.Record)];
}
