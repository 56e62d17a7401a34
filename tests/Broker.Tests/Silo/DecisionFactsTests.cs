using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Policy.Testing;
using Broker.Silo.Log;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>What a decision rests on, in its answer, in the log's facts and in the requests that officers replay.</summary>
public sealed class DecisionFactsTests : IDisposable
{
    private const string Issued = "2013-02-21";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Delegate_AffiliatedWithAnArmedActorOfTheConflict_IsForbiddenThoughTheStateIsInTheAudience()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        string revision = await silo.ActivatePolicyAsync();
        TestAccount affiliated = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate", "another-actor fprc");
        TestAccount free = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate", "another-actor");
        await silo.AdvanceAsync(Issued);

        BriefingOutcome refused = await silo.RequestAsync(affiliated, "2013-01");
        BriefingOutcome permitted = await silo.RequestAsync(free, "2013-01");

        Assert.Equal("refused", refused.Outcome.Code);
        Assert.StartsWith("Refused by rule-3: a state alleged to perpetrate", refused.Outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal((revision, "rule-3"), (refused.Outcome.DecidedBy!.Revision, Assert.Single(refused.Outcome.DecidedBy.Rules)));
        Assert.Equal(("ok", revision), (permitted.Outcome.Code, permitted.Outcome.DecidedBy!.Revision));
        Assert.Equal(["rule-1"], permitted.Outcome.DecidedBy.Rules);
    }

    [Fact]
    public async Task Facts_OfARefusalAndADelivery_SayWhatWasDecidedOnAndByWhichRule()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        string revision = await silo.ActivatePolicyAsync();
        TestAccount affiliated = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate", "fprc");
        TestAccount seated = await silo.EnrolAsync("requester", "ngo-b");
        await silo.AdvanceAsync(Issued);

        long refused = (await silo.RequestAsync(affiliated, "2013-01")).EntryIndex;
        long delivered = (await silo.RequestAsync(seated, "2013-01", "consortium", "early-warning")).EntryIndex;

        Assert.True(RefusalFacts.TryParse(Facts(silo, refused), silo.Vault.Origin.ToString(), out RefusalFacts? refusal, out _));
        Assert.Equal(("state LUX", "delegate", "fprc"), (refusal!.For.ToString(), refusal.Role, refusal.Actors.ToString()));
        Assert.Equal(("rule-3", revision), (refusal.Rule, refusal.PolicyRevision.ToString()));
        Assert.True(BriefingFacts.TryParse(Facts(silo, delivered), silo.Vault.Origin.ToString(), out BriefingFacts? briefing, out _));
        Assert.Equal(("organisation ngo-b", null, "none"), (briefing!.For.ToString(), briefing.Role, briefing.Actors.ToString()));
        Assert.Equal(("rule-2", revision), (briefing.Rule, briefing.PolicyRevision.ToString()));
    }

    [Theory]
    [InlineData("FRA", "elected-member", "council-briefing", "not-in-audience")]
    [InlineData("LUX", "elected-member", "no-such-purpose", "unknown-purpose")]
    [InlineData("LUX", "elected-member", "evaluation", "implicit-refusal")]
    [InlineData("LUX", "no-such-tier", "council-briefing", "unknown-tier")]
    public async Task Refusal_OnWhichNoRuleSpeaks_IsLoggedByItsKind(string state, string tier, string purpose, string word)
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        string revision = await silo.ActivatePolicyAsync();
        TestAccount delegateOf = await silo.EnrolAsync("requester", "delegate", state, "delegate");
        await silo.AdvanceAsync(Issued);

        BriefingOutcome answer = await silo.RequestAsync(delegateOf, "2013-01", tier, purpose);

        Assert.Equal(("refused", revision), (answer.Outcome.Code, answer.Outcome.DecidedBy!.Revision));
        Assert.Empty(answer.Outcome.DecidedBy.Rules);
        Assert.True(RefusalFacts.TryParse(Facts(silo, answer.EntryIndex), silo.Vault.Origin.ToString(), out RefusalFacts? facts, out _));
        Assert.Equal(word, facts!.Rule);
    }

    [Fact]
    public async Task Requests_AskedForByAnOfficer_AreWhatWasDecidedAndNameNoAccount()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        string revision = await silo.ActivatePolicyAsync();
        TestAccount officer = await silo.EnrolAsync("policy-officer", "officer three");
        TestAccount affiliated = await silo.EnrolAsync("requester", "delegate one", "LUX", "delegate", "fprc");
        TestAccount seated = await silo.EnrolAsync("requester", "ngo-b");
        await silo.AdvanceAsync(Issued);
        long refused = (await silo.RequestAsync(affiliated, "2013-01")).EntryIndex;
        long delivered = (await silo.RequestAsync(seated, "2013-01", "consortium", "early-warning")).EntryIndex;

        RequestsOutcome answer = await RequestsAsync(silo, officer, 0);

        var day = new DateOnly(2013, 2, 21);
        RequestLogReading log = RequestLog.Read(answer.Lines);
        Assert.Empty(log.Faults);
        Assert.Equal(
            [
                new LoggedRequest(refused, day, "LUX", null, "delegate", ["fprc"], "elected-member", "council-briefing", "CAF", revision, false, "rule-3"),
                new LoggedRequest(delivered, day, null, "ngo-b", null, [], "consortium", "early-warning", "CAF", revision, true, "rule-2"),
            ],
            log.Requests);
        Assert.Equal(-1, answer.Next);
        string text = Encoding.UTF8.GetString(answer.Lines);
        Assert.DoesNotContain(affiliated.Id.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain(affiliated.Name, text, StringComparison.Ordinal);
        Assert.Equal([delivered], RequestLog.Read((await RequestsAsync(silo, officer, delivered)).Lines).Requests.Select(request => request.Entry));
        Assert.Empty((await RequestsAsync(silo, officer, delivered + 1)).Lines);
    }

    [Fact]
    public async Task Requests_MoreThanAPage_AreAllThereOnce()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount officer = await silo.EnrolAsync("policy-officer", "officer three");
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "FRA", "delegate");
        var asked = new List<long>();
        for (int i = 0; i <= LoggedRequests.PageEntries; i++)
        {
            asked.Add((await silo.RequestAsync(requester, "2013-01")).EntryIndex);
        }

        var got = new List<long>();
        for (long from = 0; from >= 0;)
        {
            RequestsOutcome page = await RequestsAsync(silo, officer, from);
            Assert.True(page.Next < 0 || page.Next > from);
            got.AddRange(RequestLog.Read(page.Lines).Requests.Select(request => request.Entry));
            from = page.Next;
        }

        Assert.Equal(asked, got);
    }

    [Fact]
    public async Task Requests_OfAnotherCountryOrByAnyoneElse_AreNotGiven()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount officer = await silo.EnrolAsync("policy-officer", "officer three");
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "FRA", "delegate");
        await silo.RequestAsync(requester, "2013-01");
        IPolicyGrain other = silo.Grains.GetGrain<IPolicyGrain>("policy/TCD");

        Assert.Empty((await other.Requests(silo.Sign(officer, "/policies/TCD/requests", "requests/1\ncountry TCD\nfrom 0\n"))).Lines);
        Assert.Equal("unauthorised", (await other.Requests(silo.Sign(officer, "/policies/CAF/requests", "requests/1\ncountry CAF\nfrom 0\n"))).Outcome.Code);
        Assert.Equal("forbidden-role", (await RequestsAsync(silo, auditor, 0)).Outcome.Code);
        Assert.Equal("forbidden-role", (await RequestsAsync(silo, requester, 0)).Outcome.Code);
        foreach (string body in new[] { "country TCD\nfrom 0\n", "country CAF\nfrom -1\n", "country CAF\nfrom 00\n", "country CAF\nfrom x\n", "country CAF\n" })
        {
            RequestsOutcome answer = await silo.Grains.GetGrain<IPolicyGrain>("policy/CAF").Requests(silo.Sign(officer, "/policies/CAF/requests", $"requests/1\n{body}"));
            Assert.Equal("malformed", answer.Outcome.Code);
        }
    }

    [Fact]
    public async Task Facts_ThatAreNotTheLogs_AreExportedToNobody()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount officer = await silo.EnrolAsync("policy-officer", "officer three");
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "FRA", "delegate");
        long entry = (await silo.RequestAsync(requester, "2013-01")).EntryIndex;
        await silo.Store.WriteAsync(connection =>
        {
            // Whoever holds the vault writes another state into the facts; the log's head is what it was.
            byte[] forged = Encoding.Latin1.GetBytes(
                Encoding.Latin1.GetString(Opening(silo, entry)).Replace("for state FRA", "for state LUX", StringComparison.Ordinal));
            connection.Execute("UPDATE entry_facts SET sealed = $2 WHERE entry = $1", entry, silo.Vault.SealAtRest(SealedColumns.EntryFacts.Place(entry), forged));
        });

        Exception refused = await Assert.ThrowsAsync<Orleans.Runtime.GrainCallFailedException>(() => RequestsAsync(silo, officer, 0));
        Assert.Contains("DamagedStoreException", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requester", "LUX", "delegate", "fprc", "ok")]
    [InlineData("requester", "LUX", "delegate", "fprc anti-balaka", "malformed")]
    [InlineData("requester", "LUX", "delegate", "fprc fprc", "malformed")]
    [InlineData("requester", "LUX", "delegate", "FPRC", "malformed")]
    [InlineData("requester", "LUX", "delegate", "none", "malformed")]
    [InlineData("requester", "QQQ", "delegate", "-", "malformed")]
    [InlineData("requester", "LUX", "none", "-", "malformed")]
    [InlineData("requester", "LUX", "a--b", "-", "malformed")]
    [InlineData("depositor", "-", "-", "fprc", "malformed")]
    [InlineData("policy-officer", "-", "-", "fprc", "malformed")]
    public async Task Enrolment_Facts_AreSuchAsPoliciesCanDecideOn(string role, string state, string affiliation, string actors, string code)
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        TestAccount member = TestAccount.New("ngo-b");

        EnrolOutcome answer = await silo.Grains.GetGrain<IAccountGrain>($"account/{member.Id}").Enrol(
            silo.Sign(silo.Operator, $"/accounts/{member.Id}", member.EnrolText(role, state, affiliation, actors)));

        Assert.Equal(code, answer.Outcome.Code);
    }

    private static Task<RequestsOutcome> RequestsAsync(SiloHost silo, TestAccount officer, long from) => silo.Grains.GetGrain<IPolicyGrain>("policy/CAF").Requests(
        silo.Sign(officer, "/policies/CAF/requests", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"requests/1\ncountry CAF\nfrom {from}\n")));

    private static byte[] Facts(SiloHost silo, long entry) => Opening(silo, entry)[FactsHead.SaltSize..];

    private static byte[] Opening(SiloHost silo, long entry) => silo.Vault.OpenAtRest(
        SealedColumns.EntryFacts.Place(entry), silo.Store.Read(connection => connection.Blob("SELECT sealed FROM entry_facts WHERE entry = $1", entry))!);
}
