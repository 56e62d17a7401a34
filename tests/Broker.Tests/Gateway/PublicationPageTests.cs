using System.Text.Json;
using AngleSharp;
using AngleSharp.Dom;
using Broker.Contracts;

namespace Broker.Tests.Gateway;

/// <summary>Publication that waits is told on the pages and in <c>/status</c>, in the same sentence everywhere.</summary>
public sealed class PublicationPageTests
{
    private static readonly DateTimeOffset Since = new(2014, 3, 1, 12, 30, 15, TimeSpan.Zero);

    private static readonly PublicationState Published = new(7, 7, "offices", null,
    [
        new WitnessState("auditor.example", "http://auditor.example", "current", 7, Since), new WitnessState("second.example", "", "waiting", 0, null),
    ]);

    private static readonly PublicationState Waiting = new(9, 7, "offices", Since,
    [
        new WitnessState("auditor.example", "http://auditor.example", "silent", 7, Since), new WitnessState("second.example", "", "refuses", 0, null),
        new WitnessState("third.example", "", "current", 9, Since),
    ]);

    public static TheoryData<string> Pages => ["/", "/operator", "/auditor"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_WhilePublicationWaits_SaysSinceWhenForWhomAndThatNothingLeaves(string path)
    {
        var page = await Open(path, Waiting);
        const string Sentence =
            "Publication waits since 2014-03-01 12:30:15 UTC for auditor.example (silent) and second.example (refuses): nothing leaves until enough of them cosign. "
            + "7 of 9 entries are published.";
        Assert.Contains(Sentence, page.QuerySelector(".warnings")?.TextContent, StringComparison.Ordinal);
        Assert.Contains(Sentence, Fact(page), StringComparison.Ordinal);
        Assert.StartsWith("waits", Fact(page), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OfAPublishedLog_NamesItsCosignersAndWarnsOfNothing(string path)
    {
        var page = await Open(path, Published);
        Assert.Contains("All 7 entries are published, cosigned by auditor.example.", Fact(page), StringComparison.Ordinal);
        Assert.StartsWith("published", Fact(page), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".warnings"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OfALogWithoutWitnesses_SaysWhatThatMeans(string path) => Assert.Contains(
        "No witness has to cosign this log, so its readers must compare checkpoints among themselves.",
        Fact(await Open(path, new PublicationState(2, 2, "none", null, []))),
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_WhenAWitnessSawALongerLog_SaysThatAnOldDatabaseWasPutBack(string path)
    {
        var page = await Open(path, Waiting with { Witnesses = [Waiting.Witnesses[0] with { State = "ahead" }] });
        Assert.Contains("A log that this one does not extend was seen by auditor.example: an older database was put back.", page.QuerySelector(".warnings")?.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing is published and nothing leaves", Fact(page), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_InTheMomentBeforeACosignature_WarnsOfNothing(string path)
    {
        var page = await Open(path, Waiting with { Witnesses = [Waiting.Witnesses[0] with { State = "waiting" }] });
        Assert.Null(page.QuerySelector(".warnings"));
        Assert.Contains("Publication waits since", Fact(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/operator")]
    [InlineData("/auditor")]
    public async Task Page_ForThoseWhoWatch_ListsEachWitness(string path)
    {
        var text = System.Text.RegularExpressions.Regex.Replace((await Open(path, Waiting)).Body!.TextContent, "\\s+", " ");
        Assert.Contains("Needed to publishoffices", text, StringComparison.Ordinal);
        Assert.Contains("does not answer; cosigned 7 of 9 entries, answered last at 2014-03-01 12:30:15 UTC", text, StringComparison.Ordinal);
        Assert.Contains("refuses, or its answer does not verify; cosigned 0 of 9 entries", text, StringComparison.Ordinal);
        Assert.Contains("has cosigned all that is signed; cosigned 9 of 9 entries", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_HostileNames_StayText(string path)
    {
        const string Hostile = "\"><script>alert(1)</script>\u202e";
        var page = await Open(path, Waiting with { Quorum = Hostile, Witnesses = [new WitnessState(Hostile, Hostile, Hostile, 1, null), new WitnessState(Hostile, Hostile, "silent", 1, null)] });
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.DoesNotContain('\u202e', page.DocumentElement.TextContent);
    }

    [Fact]
    public async Task Status_OfALog_SaysSignedPublishedQuorumAndEachWitnessWithoutItsAddress()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Publication.Log = Waiting;
        var json = await gateway.CreateClient().GetStringAsync(new System.Uri("/status", UriKind.Relative));

        Assert.Equal(
            """{"signed":9,"published":7,"quorum":"offices","waitingSince":"2014-03-01T12:30:15Z","witnesses":["""
            + """{"name":"auditor.example","state":"silent","cosigned":7,"lastAnswer":"2014-03-01T12:30:15Z"},"""
            + """{"name":"second.example","state":"refuses","cosigned":0},{"name":"third.example","state":"current","cosigned":9,"lastAnswer":"2014-03-01T12:30:15Z"}]}""",
            JsonDocument.Parse(json).RootElement.GetProperty("log").GetRawText());
        Assert.DoesNotContain("http", json, StringComparison.Ordinal);
    }

    private static string Fact(IDocument page) => page.QuerySelectorAll("dt").Single(term => term.TextContent == "Disclosure log").NextElementSibling!.TextContent;

    private static async Task<IDocument> Open(string path, PublicationState log)
    {
        using var gateway = new TestGateway();
        gateway.Grains.Publication.Log = log;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await gateway.CreateClient().SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        return await BrowsingContext.New().OpenAsync(answer => answer.Content(html));
    }
}
