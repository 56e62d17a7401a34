using AngleSharp;
using AngleSharp.Dom;
using Broker.Contracts;

namespace Broker.Tests.Gateway;

public sealed class PageTests
{
    private const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e&lt;";
    private const int LongestPage = 30_000;
    private const int LongestStylesheet = 20_000;

    public static TheoryData<string> Paths => ["/", "/operator", "/depositor", "/requester", "/auditor", "/auditor/entries/0", "/policy-officer", "/problems", "/no-such-page"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_Any_HasTheShapeThatReadersNeed(string path)
    {
        using var gateway = new TestGateway();
        var page = await Open(gateway, path);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.Equal("#content", page.QuerySelector("a.skip")?.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector("#content"));
        Assert.NotEqual("", page.Title);
        Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(element => element.Id).Distinct().Count());
        AssertHeadingsInOrder(page);
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("th"), cell => Assert.NotNull(cell.GetAttribute("scope")));
        Assert.All(page.QuerySelectorAll("[aria-labelledby]"), element => Assert.NotNull(page.GetElementById(element.GetAttribute("aria-labelledby")!)));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_Any_HasNoScriptNoInlineStyleNothingRemote(string path)
    {
        using var gateway = new TestGateway();
        var page = await Open(gateway, path);
        Assert.Empty(page.QuerySelectorAll("script,style,[style],iframe,object,embed,img,form,base"));
        Assert.Equal(["/assets/broker.css"], page.QuerySelectorAll("link").Select(link => link.GetAttribute("href")));
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        var away = page.QuerySelectorAll("[href]").Where(link => !"/#".Contains(link.GetAttribute("href")![0], StringComparison.Ordinal));
        Assert.All(away, link => Assert.Equal("noreferrer", link.GetAttribute("rel")));
        Assert.InRange(page.Source.Length, 1, LongestPage);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_HostileTexts_StayText(string path)
    {
        using var gateway = new TestGateway();
        var grains = gateway.Grains;
        var date = new DateOnly(2014, 1, 1);
        grains.SiloState = grains.SiloState with { Origin = Hostile, Warnings = [Hostile], Countries = [Hostile] };
        grains.Country = new CountryCalendar(Hostile, [new CalendarRelease(Hostile, date, date, Hostile, date)], Hostile, date);
        grains.Policy = new PolicyView(Hostile, Hostile, System.Text.Encoding.UTF8.GetBytes(Hostile), [Hostile], 1);
        grains.RecentEntries = new RecentEntries(1, [new EntryView(0, Hostile, Hostile)]);
        grains.Vault.State = grains.Vault.State with
        {
            State = Hostile, Asking = Hostile, Plan = Hostile, InstalledEpoch = Hostile, Epochs = [Hostile], Groups = [new VaultGroupState(Hostile, 1, 1, [1])],
        };
        grains.LogFiles["checkpoint"] = System.Text.Encoding.UTF8.GetBytes(Hostile);
        var page = await Open(gateway, path);
        Assert.Empty(page.QuerySelectorAll("script,img,[onerror]"));
        Assert.DoesNotContain('\u202e', page.DocumentElement.TextContent);
        Assert.All(page.QuerySelectorAll("a"), link => Assert.DoesNotContain("script>", link.GetAttribute("href")!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/operator")]
    public async Task StatePage_SiloSilent_SaysSo(string path)
    {
        using var gateway = new TestGateway();
        gateway.Grains.Before = () => throw new TimeoutException();
        var page = await Open(gateway, path);
        Assert.Contains("The silo does not answer", page.QuerySelector(".warnings")?.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_SealedVaultWithAWarning_ShowsBothInWords()
    {
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Vault = "sealed", Warnings = ["a development key unseals this vault"] };
        var page = await Open(gateway, "/");
        Assert.Equal("sealed", page.QuerySelector(".state")?.TextContent);
        Assert.Contains("A development key unseals this vault.", page.QuerySelector(".warnings")?.TextContent, StringComparison.Ordinal);
        Assert.Equal(6, page.QuerySelectorAll(".promise li").Length);
    }

    [Fact]
    public async Task Operator_SealedVault_ShowsKeyGroupsInboxAndWhatToDo()
    {
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Vault = "sealed" };
        var page = await Open(gateway, "/operator");
        var text = Text(page);
        Assert.Contains("Next: custodians give their shares with broker vault unseal", text, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(gateway.Grains.Vault.State.SiloKey)[..16]), text, StringComparison.Ordinal);
        Assert.Contains("1 of 2 given (operators/1); the group has 3", text, StringComparison.Ordinal);
        Assert.Contains("0 of 1 given; the group has 3", text, StringComparison.Ordinal);
        Assert.Contains("depositors seal to 0a0b0c0d", text, StringComparison.Ordinal);
        Assert.Contains("3 batches wait", text, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, int, string> States => new()
    {
        { "uninitialised", "", "", 0, "broker vault init" },
        { "sealed", "unseal", "0a0b0c0d", 0, "broker vault unseal" },
        { "unsealed", "", "", 0, "signed offline and installed; depositors can’t seal before that" },
        { "unsealed", "", "01020304", 0, "depositors seal to the one before" },
        { "unsealed", "rekey 00", "0a0b0c0d", 0, "broker vault approve" },
        { "unsealed", "confirm 00", "0a0b0c0d", 0, "broker vault confirm" },
        { "unsealed", "", "0a0b0c0d", 2, "working off its inbox" },
        { "unsealed", "", "0a0b0c0d", 0, "asks nothing of anyone" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Operator_EachStateOfTheVault_SaysWhatIsNextInOneSentence(string state, string asking, string installed, int inbox, string words)
    {
        using var gateway = new TestGateway();
        gateway.Grains.Vault.State = gateway.Grains.Vault.State with { State = state, Asking = asking, InstalledEpoch = installed, Inbox = inbox };
        var next = (await Open(gateway, "/operator")).QuerySelectorAll("p").Single(paragraph => paragraph.TextContent.StartsWith("Next:", StringComparison.Ordinal)).TextContent;
        Assert.Contains(words, next, StringComparison.Ordinal);
        Assert.Equal(1, next.Count(letter => letter == '.'));
    }

    [Fact]
    public async Task Requester_Calendar_LinksOnlyWhatIsOut()
    {
        using var gateway = new TestGateway();
        var page = await Open(gateway, "/requester");
        Assert.Equal(
            ["/briefings/CAF/2014-01/final", "/briefings/CAF/2014-01/final/json", "/briefings/CAF/2014-01/final/receipt"],
            page.QuerySelectorAll("td a").Select(link => link.GetAttribute("href")));
        Assert.Contains("from 2014-04-01", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/depositor")]
    [InlineData("/requester")]
    [InlineData("/policy-officer")]
    [InlineData("/auditor")]
    public async Task List_Empty_SaysSoWithAnAction(string path)
    {
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Countries = [] };
        gateway.Grains.RecentEntries = new RecentEntries(0, []);
        var page = await Open(gateway, path);
        Assert.NotNull(page.QuerySelector(".nothing a"));
    }

    [Fact]
    public async Task Auditor_Entries_ShowIndexHashKindAndText()
    {
        using var gateway = new TestGateway();
        var page = await Open(gateway, "/auditor");
        var entry = page.QuerySelector(".entries li")!;
        Assert.Equal("Entry 1: release", entry.QuerySelector("h3")?.TextContent);
        Assert.Equal(new string('b', 64), entry.QuerySelector(".hash")?.TextContent);
        Assert.Equal("broker.example/release/v1\nnonce 00\n", entry.QuerySelector("pre")?.TextContent);
    }

    [Fact]
    public async Task Stylesheet_Size_FitsASlowLine()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new System.Uri("/assets/broker.css", UriKind.Relative));
        var css = await response.Content.ReadAsStringAsync();
        Assert.InRange(css.Length, 1, LongestStylesheet);
        Assert.DoesNotContain("url(", css, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", css, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublicBriefing_NotYet_IsTheCalendarsAnswer()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Outcome = Outcome.Refuse("not-yet", "this release is out on 2014-04-01");
        using var response = await gateway.CreateClient().GetAsync(new System.Uri("/briefings/CAF/2014-02/final", UriKind.Relative));
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains("2014-04-01", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["release/CAF/2014-02/final"], gateway.Grains.Keys);
    }

    private static string Text(IDocument page) => System.Text.RegularExpressions.Regex.Replace(page.Body!.TextContent, "\\s+", " ");

    private static async Task<IDocument> Open(TestGateway gateway, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await gateway.CreateClient().SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        return await BrowsingContext.New().OpenAsync(answer => answer.Content(html));
    }

    private static void AssertHeadingsInOrder(IDocument page)
    {
        var last = 0;
        foreach (var heading in page.QuerySelectorAll("h1,h2,h3,h4"))
        {
            var level = heading.LocalName[1] - '0';
            Assert.InRange(level, 1, last + 1);
            last = level;
        }
    }
}
