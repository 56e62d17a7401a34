using System.Globalization;
using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Transparency;
using Broker.Tests.Silo.Publishing;

namespace Broker.Tests.Silo;

/// <summary>What auditors are given of what entries commit to, and what nobody is.</summary>
public sealed class AuditedFactsTests : IDisposable
{
    private const string Issued = "2013-02-21";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Facts_ForAnAuditor_AreThoseOfReleasesDeliveriesAndRefusalsAndOfNothingElse()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount auditor = await silo.EnrolAsync("auditor", "office");
        TestAccount seated = await silo.EnrolAsync("requester", "ngo-b");
        await silo.EnrolAsync("depositor", "ngo-c");
        await silo.AdvanceAsync(Issued);
        long refused = (await silo.RequestAsync(seated, "2013-01")).EntryIndex;
        long delivered = (await silo.RequestAsync(seated, "2013-01", "consortium", "early-warning")).EntryIndex;

        FactsPage page = await FactsAsync(silo, auditor, 0);

        Assert.Equal((Outcome.OkCode, -1), (page.Outcome.Code, page.Next));
        string origin = silo.Vault.Origin.ToString();
        Dictionary<long, LogEntry> log = silo.Store.Read(connection => connection.Rows(row => (Index: row.GetInt64(0), Entry: row.Bytes(1)), "SELECT idx, entry FROM log_entries"))
            .ToDictionary(row => row.Index, row => LogEntry.TryParse(row.Entry, origin, out LogEntry? entry, out _) ? entry! : throw new InvalidOperationException("an entry of no kind"));
        Assert.Contains(log.Values, entry => entry.Kind == LogEntryKind.Enrolment);
        Assert.Equal(
            log.Where(row => row.Value.Kind is LogEntryKind.Release or LogEntryKind.Briefing or LogEntryKind.Refusal).Select(row => row.Key).Order(),
            page.Entries.Select(facts => facts.Index));
        Assert.All(page.Entries, facts => Assert.Equal(
            log[facts.Index] is ReleaseEntry release ? release.Head : ((CommittedEntry)log[facts.Index]).Head, FactsHead.Of(facts.Salt, facts.Facts)));
        Assert.True(RefusalFacts.TryParse(page.Entries.Single(facts => facts.Index == refused).Facts, origin, out _, out _));
        Assert.True(BriefingFacts.TryParse(page.Entries.Single(facts => facts.Index == delivered).Facts, origin, out BriefingFacts? briefing, out _));
        Assert.True(ReleaseFacts.TryParse(page.Entries.Single(facts => facts.Index == briefing!.ReleaseEntry).Facts, origin, out ReleaseFacts? released, out _));
        Assert.Equal("consortium", released!.Tier);
    }

    [Fact]
    public async Task Facts_OfMoreThanAPage_AreAllThereOnceAndInOrder()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount auditor = await silo.EnrolAsync("auditor", "office");
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "FRA", "delegate");
        var asked = new List<long>();
        for (int i = 0; i <= AuditedFacts.PageEntries; i++)
        {
            asked.Add((await silo.RequestAsync(requester, "2013-01")).EntryIndex);
        }

        var got = new List<long>();
        int pages = 0;
        for (long from = 0; from >= 0; pages++)
        {
            FactsPage page = await FactsAsync(silo, auditor, from);
            Assert.True(page.Next < 0 || page.Next > from);
            got.AddRange(page.Entries.Select(facts => facts.Index));
            from = page.Next;
        }

        Assert.Equal(asked, got);
        Assert.True(pages > 1);
        Assert.Empty((await FactsAsync(silo, auditor, long.MaxValue)).Entries);
    }

    [Fact]
    public async Task Facts_OfEntriesThatReadersDoNotSeeYet_AreNotGiven()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        SiloHost silo = scene.Silo;
        await silo.ActivatePolicyAsync();
        TestAccount auditor = await silo.EnrolAsync("auditor", "office");
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "FRA", "delegate");
        long seen = (await silo.RequestAsync(requester, "2013-01")).EntryIndex;
        await scene.CarryAsync();
        long later = (await silo.RequestAsync(requester, "2013-01")).EntryIndex;

        FactsPage page = await FactsAsync(silo, auditor, 0);
        Assert.Equal([seen], page.Entries.Select(facts => facts.Index));
        Assert.Equal(-1, page.Next);

        await scene.CarryAsync();
        Assert.Equal([seen, later], (await FactsAsync(silo, auditor, seen)).Entries.Select(facts => facts.Index));
    }

    [Fact]
    public async Task Facts_AskedForByAnyoneElseOrInAnotherForm_AreNotGiven()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount auditor = await silo.EnrolAsync("auditor", "office");
        await silo.RequestAsync(await silo.EnrolAsync("requester", "delegate", "FRA", "delegate"), "2013-01");
        foreach (string role in new[] { "requester", "depositor", "policy-officer" })
        {
            FactsPage answer = await FactsAsync(silo, await silo.EnrolAsync(role, "ngo-" + role), 0);
            Assert.Equal(("forbidden-role", 0), (answer.Outcome.Code, answer.Entries.Count));
        }

        foreach (string body in new[] { "", "facts/1\n", "facts/1\nfrom -1\n", "facts/1\nfrom 00\n", "facts/1\nfrom x\n", "facts/2\nfrom 0\n", "facts/1\nfrom 0\nto 9\n" })
        {
            Assert.Equal("malformed", (await Log(silo).Facts(silo.Sign(auditor, "/log/facts", body))).Outcome.Code);
        }

        Assert.Equal("unauthorised", (await Log(silo).Facts(silo.Sign(auditor, "/countries/CAF/rebuild", "facts/1\nfrom 0\n"))).Outcome.Code);
        IDisclosureLogGrain other = silo.Grains.GetGrain<IDisclosureLogGrain>("log/broker.other");
        Assert.Empty((await other.Facts(silo.Sign(auditor, "/log/facts", "facts/1\nfrom 0\n"))).Entries);
    }

    [Fact]
    public async Task Facts_ThatAreNotTheLogsOrDoNotOpen_AreNamedAndGivenToNobodyAndAllOthersAreGiven()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount auditor = await silo.EnrolAsync("auditor", "office");
        TestAccount seated = await silo.EnrolAsync("requester", "ngo-b");
        await silo.AdvanceAsync(Issued);
        long other = (await silo.RequestAsync(seated, "2013-01")).EntryIndex;
        long torn = (await silo.RequestAsync(seated, "2013-01", "consortium", "early-warning")).EntryIndex;
        long missing = (await silo.RequestAsync(seated, "2013-01")).EntryIndex;
        long[] all = [.. (await FactsAsync(silo, auditor, 0)).Entries.Select(facts => facts.Index)];
        long release = silo.Store.Read(connection => connection.Number("SELECT min(entry) FROM releases"))!.Value;
        await silo.Store.WriteAsync(connection =>
        {
            connection.Execute("UPDATE entry_facts SET sealed = $2 WHERE entry = $1", other, silo.Vault.SealAtRest(
                SealedColumns.EntryFacts.Place(other), [.. new byte[FactsHead.SaltSize], .. "other facts"u8]));
            connection.Execute("UPDATE entry_facts SET sealed = zeroblob(length(sealed)) WHERE entry = $1", torn);
            connection.Execute("UPDATE releases SET sealed = zeroblob(3) WHERE entry = $1", release);
            connection.Execute("DELETE FROM entry_facts WHERE entry = $1", missing);
        });

        FactsPage page = await FactsAsync(silo, auditor, 0);

        Assert.Equal((Outcome.OkCode, -1), (page.Outcome.Code, page.Next));
        Assert.Equal([release, other, torn], page.Damaged);
        Assert.Equal(all.Except([release, other, torn, missing]), page.Entries.Select(facts => facts.Index));
        Assert.NotEmpty(page.Entries);
    }

    [Fact]
    public async Task Entry_ByItsIndex_IsTheLogsAndNoneBeyondIt()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();

        RecentEntries recent = await Log(silo).Recent(1);
        RecentEntries found = await Log(silo).Entry(recent.Size - 1);

        Assert.Equal((recent.Size, recent.Entries[0]), (found.Size, Assert.Single(found.Entries)));
        Assert.Equal(MerkleHash.Leaf(Encoding.ASCII.GetBytes(found.Entries[0].Text)).ToString(), found.Entries[0].LeafHash);
        Assert.Empty((await Log(silo).Entry(recent.Size)).Entries);
        Assert.Empty((await Log(silo).Entry(-1)).Entries);
    }

    private static IDisclosureLogGrain Log(SiloHost silo) => silo.Grains.GetGrain<IDisclosureLogGrain>($"log/{silo.Vault.Origin}");

    private static Task<FactsPage> FactsAsync(SiloHost silo, TestAccount asker, long from) =>
        Log(silo).Facts(silo.Sign(asker, "/log/facts", string.Create(CultureInfo.InvariantCulture, $"facts/1\nfrom {from}\n")));
}
