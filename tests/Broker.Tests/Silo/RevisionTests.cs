using Broker.Contracts;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>A later revision may only narrow what may be done with a record: towards records, and towards releases that exist.</summary>
public sealed class RevisionTests : IDisposable
{
    private const string Issued = "2013-02-21";
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task LaterRevision_WithALargerAudience_DoesNotOpenOldReleasesToIt()
    {
        await using SiloHost silo = await StartAsync();
        TestAccount newcomer = await silo.EnrolAsync("requester", "delegate", "FRA", "delegate");
        TestAccount member = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        await silo.AdvanceAsync(Issued);
        await silo.ActivatePolicyAsync(WithFrance);

        Assert.Equal("refused", (await silo.RequestAsync(newcomer, "2013-01")).Outcome.Code);
        Assert.Equal("ok", (await silo.RequestAsync(member, "2013-01")).Outcome.Code);
        await silo.AdvanceAsync("2013-03-21");
        Assert.Equal("ok", (await silo.RequestAsync(newcomer, "2013-02")).Outcome.Code);
    }

    [Fact]
    public async Task LaterRevision_WithALargerAudience_DoesNotCountEarlierRecordsForIt()
    {
        await using SiloHost silo = await StartAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package);
        await silo.ActivatePolicyAsync(WithFrance);
        await silo.DepositAsync(depositor, "k2", depositor.Seal(silo.Vault, new TestObservation("s2", Day)).Package);
        await silo.AdvanceAsync(Issued);

        IReadOnlyList<RecordStatus> records = (await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0")
            .Status(silo.Sign(depositor, "/deposits/status", ""))).Records;
        Assert.Equal([1, 3], records.Select(record => record.Releases.Count).Order());
        Assert.Equal(["CAF/2013-01/final/consortium"], records.Single(record => record.Releases.Count == 1).Releases);
    }

    [Fact]
    public async Task LaterRevision_WithAShorterDelay_DoesNotOpenAnEmbargoedRelease()
    {
        await using SiloHost silo = await StartAsync();
        await silo.AdvanceAsync(Issued);
        IReleaseGrain release = silo.Grains.GetGrain<IReleaseGrain>("release/CAF/2013-01/final");
        Assert.Equal("not-yet", (await release.PublicBriefing()).Outcome.Code);

        await silo.ActivatePolicyAsync(text => text.Replace("delay: 28d", "delay: 4d", StringComparison.Ordinal));

        Assert.Equal("not-yet", (await release.PublicBriefing()).Outcome.Code);
        await silo.AdvanceAsync("2013-03-18");
        Assert.Equal("ok", (await release.PublicBriefing()).Outcome.Code);
    }

    [Fact]
    public async Task LaterRevision_WithALargerAudience_DoesNotQuoteTheBlockBefore()
    {
        await using SiloHost silo = await StartAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        for (int block = 0; block < 2; block++)
        {
            // So many sources that both blocks certainly show a number.
            byte[][] packages = [.. Enumerable.Range(0, 80).Select(i => depositor.Seal(
                silo.Vault, new TestObservation($"s{block}-{i}", Day.AddDays(28 * block), i % 2 == 0 ? "CF71" : $"CF{11 + (i % 2)}", (Broker.Briefings.EventKind)(i % 3))).Package)];
            if (block == 1)
            {
                await silo.AdvanceAsync(Issued);
                await silo.ActivatePolicyAsync(WithFrance);
            }

            Assert.All((await silo.DepositAsync(depositor, $"k{block}", packages)).Lines, line => Assert.Equal("accepted", line.Code));
        }

        await silo.AdvanceAsync("2013-03-21");
        TestAccount newcomer = await silo.EnrolAsync("requester", "delegate", "FRA", "delegate");

        string page = System.Text.Encoding.UTF8.GetString((await silo.RequestAsync(newcomer, "2013-02")).Briefing!.Html);

        Assert.DoesNotContain("after about", page, StringComparison.Ordinal);
        Assert.DoesNotContain("in both periods", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LapsedPolicy_MeasuresNothingAndKeepsWhatWasContributed()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync(text => text.Replace("review-by: 2015-06-30", "review-by: 2013-02-10", StringComparison.Ordinal));
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package);

        AdvanceOutcome closed = await silo.AdvanceAsync(Issued);

        Assert.Empty(closed.Closed);
        Assert.Equal(1, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM contributions")));
        await silo.ActivatePolicyAsync();
        Assert.Equal(["CAF/2013-01/final"], (await silo.AdvanceAsync("2013-02-22")).Closed);
    }

    [Fact]
    public async Task Policy_UnderWhichNobodyCouldEverBeCounted_IsRefusedWhenProposed()
    {
        await using SiloHost silo = await StartAsync();
        TestAccount officer = await silo.EnrolAsync("policy-officer", "officer");
        string text = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "policies", "caf-2013.yaml"))).Replace("yearly-rho: 1.0", "yearly-rho: 0.1", StringComparison.Ordinal);

        ProposeOutcome answer = await silo.Grains.GetGrain<IPolicyGrain>("policy/CAF").Propose(silo.Sign(officer, "/policies/CAF/revisions", text));

        Assert.Equal("policy-rejected", answer.Outcome.Code);
        Assert.Contains("yearly-rho", Assert.Single(answer.Outcome.Details), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EarlierRevision_ApprovedOnceMore_IsSupersededAndNotInForce()
    {
        await using SiloHost silo = await StartAsync();
        string first = (await silo.Grains.GetGrain<IPolicyGrain>("policy/CAF").Active()).Revision;
        string second = await silo.ActivatePolicyAsync(WithFrance);
        TestAccount officer = await silo.EnrolAsync("policy-officer", "officer three");

        ApproveOutcome answer = await silo.Grains.GetGrain<IPolicyGrain>("policy/CAF").Approve(
            silo.Sign(officer, "/policies/CAF/approvals", officer.ApprovalText(silo.Vault.Origin, "CAF", first, second)));

        Assert.Equal(("superseded", false), (answer.Outcome.Code, answer.Active));
        Assert.Equal(second, (await silo.Grains.GetGrain<IPolicyGrain>("policy/CAF").Active()).Revision);
    }

    [Fact]
    public async Task Policy_ForACountryWithoutReferenceData_IsRefusedWhenProposed()
    {
        await using SiloHost silo = await StartAsync();
        TestAccount officer = await silo.EnrolAsync("policy-officer", "officer");
        string text = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "policies", "caf-2013.yaml"))).Replace("country: CAF", "country: SSD", StringComparison.Ordinal);

        ProposeOutcome answer = await silo.Grains.GetGrain<IPolicyGrain>("policy/SSD").Propose(silo.Sign(officer, "/policies/SSD/revisions", text));

        Assert.Equal("unknown-country", answer.Outcome.Code);
    }

    [Fact]
    public async Task Requester_ForAnOrganisation_NeedsTheNameThatPoliciesKnow()
    {
        await using SiloHost silo = await StartAsync();
        TestAccount nameless = TestAccount.New("NGO B");
        EnrolOutcome refused = await silo.Grains.GetGrain<IAccountGrain>($"account/{nameless.Id}").Enrol(
            silo.Sign(silo.Operator, $"/accounts/{nameless.Id}", nameless.EnrolText("requester", "-", "-")));
        TestAccount seated = await silo.EnrolAsync("requester", "ngo-b");
        TestAccount other = await silo.EnrolAsync("requester", "ngo-z");
        await silo.AdvanceAsync(Issued);

        Assert.Equal("malformed", refused.Outcome.Code);
        Assert.Equal("ok", (await silo.RequestAsync(seated, "2013-01", "consortium", "early-warning")).Outcome.Code);
        Assert.Equal("refused", (await silo.RequestAsync(other, "2013-01", "consortium", "early-warning")).Outcome.Code);
    }

    private static string WithFrance(string policy)
    {
        string changed = policy.Replace("states: [AZE,", "states: [FRA, AZE,", StringComparison.Ordinal);
        Assert.NotEqual(policy, changed);
        return changed;
    }

    private async Task<SiloHost> StartAsync()
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        return silo;
    }
}
