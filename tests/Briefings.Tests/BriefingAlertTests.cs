using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Broker.DisclosureControl;

namespace Broker.Briefings.Tests;

/// <summary>What a briefing says of change, and what it must not say.</summary>
public sealed class BriefingAlertTests
{
    private static readonly string Good = Encoding.UTF8.GetString(BriefingComposer.Compose(BriefingSamples.Alerts()).Json);

    public static TheoryData<string, string> Damages => new()
    {
        { "\"kind\": \"change\"", "\"kind\": \"fall\"" },
        { "\"kinds\": [\n      \"change\",\n      \"becomes-shown\"\n    ]", "\"kinds\": [\n      \"becomes-shown\",\n      \"change\"\n    ]" },
        { "\"kinds\": [\n      \"change\",\n      \"becomes-shown\"\n    ]", "\"kinds\": [\n      \"change\"\n    ]" },
        { "\"kinds\": [\n      \"change\",\n      \"becomes-shown\"\n    ]", "\"kinds\": []" },
        { "\"finalsBefore\": 3", "\"finalsBefore\": 2" },
        { "\"finalsBefore\": 3", "\"finalsBefore\": 4" },
        { "\"area\": \"CF71\",\n        \"category\": null,\n        \"kind\"", "\"area\": \"CF53\",\n        \"category\": null,\n        \"kind\"" },
        { "\"area\": \"CF71\",\n        \"category\": null,\n        \"kind\"", "\"area\": \"CF99\",\n        \"category\": null,\n        \"kind\"" },
        { "\"area\": \"CF32\",\n        \"category\": null,\n        \"kind\": \"becomes-shown\"", "\"area\": \"CF71\",\n        \"category\": null,\n        \"kind\": \"change\"" },
        { "\"status\": \"pattern\"", "\"status\": \"no-pattern\"" },
        { "\"status\": \"pattern\"", "\"status\": \"likely\"" },
        { "\"start\": \"2013-12-02\"", "\"start\": \"2013-12-03\"" },
        { "\"weeks\": 8", "\"weeks\": 16" },
        { "\"weeks\": 8", "\"weeks\": 0" },
        { "\"areas\": [\n          \"CF31\"", "\"areas\": [\n          \"CF99\"" },
        { "\"areas\": [\n          \"CF31\"", "\"areas\": [\n          \"CF32\"" },
    };

    [Fact]
    public void Compose_Alerts_AreInTheJsonWithTheirRateAndWithoutANumber()
    {
        Assert.True(BriefingReader.TryRead(Encoding.UTF8.GetBytes(Good), out BriefingDocument? document, out _));
        BriefingAlertSection alerts = document!.Alerts!;
        Assert.Equal([AlertKind.Rise, AlertKind.BecomesShown], alerts.Kinds);
        Assert.Equal([(null, null), ("CF32", null), ("CF71", null), (null, EventKinds.Codes[1])], alerts.Raised.Select(alert => (alert.Area, (string?)alert.Category)));
        Assert.All(alerts.Raised, alert => Assert.EndsWith(AlertWords.AlertRate, alert.Words, StringComparison.Ordinal));
        Assert.All(alerts.Raised.Where(alert => alert.Kind == AlertKind.Rise), alert => Assert.DoesNotContain(alert.Words, char.IsAsciiDigit));
        Assert.All(alerts.Raised.Where(alert => alert.Kind == AlertKind.BecomesShown), alert => Assert.Equal("5", string.Concat(alert.Words.Where(char.IsAsciiDigit))));
        Assert.Equal(["CF31", "CF32"], alerts.Scan!.Areas);
        Assert.Equal((new DateOnly(2013, 12, 2), 8), (alerts.Scan.Start!.Value, alerts.Scan.Weeks));
        Assert.EndsWith(AlertWords.ScanRate, alerts.Scan.Words, StringComparison.Ordinal);
        Assert.Equal(4, Good.Split("\"falseAlarms\": {\n          \"most\": 1,\n          \"years\": 1\n        }").Length - 1);
        Assert.Equal(1, Good.Split("\"falseAlarms\": {\n        \"most\": 1,\n        \"years\": 10\n      }").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void TryRead_AlertsThatTheDocumentContradicts_AreAFaultOfValue(string find, string replacement)
    {
        int at = Good.IndexOf(find, StringComparison.Ordinal);
        Assert.True(at >= 0, find);
        Assert.False(BriefingReader.TryRead(Encoding.UTF8.GetBytes(Good.Remove(at, find.Length).Insert(at, replacement)), out _, out BriefingReadFault fault));
        Assert.Equal(BriefingReadFault.Value, fault);
    }

    [Theory]
    [InlineData("\"most\": 1", "\"most\": 2")]
    [InlineData("\"years\": 10", "\"years\": 100")]
    [InlineData("\"finalsBefore\": 3,", "\"finalsBefore\": 3,\n    \"sigma\": 2,")]
    public void TryRead_AnotherRateOrKey_IsNotCanonical(string find, string replacement)
    {
        int at = Good.IndexOf(find, StringComparison.Ordinal);
        Assert.False(BriefingReader.TryRead(Encoding.UTF8.GetBytes(Good.Remove(at, find.Length).Insert(at, replacement)), out _, out BriefingReadFault fault));
        Assert.Equal(BriefingReadFault.Canonical, fault);
    }

    [Fact]
    public void Compose_WithoutAlerts_GivesTheBytesOfBefore()
    {
        ComposedBriefing plain = BriefingComposer.Compose(BriefingSamples.Shown());
        Assert.DoesNotContain("\"alerts\"", Encoding.UTF8.GetString(plain.Json), StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"alerts\"", Encoding.UTF8.GetString(plain.Html), StringComparison.Ordinal);
        Assert.Equal(plain.ReleaseHash, BriefingComposer.Compose(BriefingSamples.Alerts()).ReleaseHash);
    }

    [Fact]
    public void Compose_AlertSection_SaysWhatIsClaimedAndHowOftenItIsWrong()
    {
        IElement section = Section(BriefingSamples.Alerts().Alerts!);
        Assert.Equal(["More than before", "Now enough to show a number", "A pattern over areas and weeks"], section.QuerySelectorAll("h3").Select(heading => heading.TextContent));
        string[] lines = [.. section.QuerySelectorAll("li").Select(line => line.TextContent)];
        Assert.Equal(
            "Bangui, separate sources: more than the mean of the last three four-week finals, beyond what the noise explains. "
            + "It may come from nothing but sources that rested at their yearly limit and are counted again. A rule that raises at most one false alarm a year in this country when nothing changes.", lines[1]);
        Assert.StartsWith("Ouham, separate sources: at least 5 now, and no number could be shown in the last three four-week finals. There need not have been fewer then", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.EndsWith(AlertWords.AlertRate, line, StringComparison.Ordinal));
        string pattern = section.QuerySelector("p.pattern")!.TextContent;
        Assert.Equal(
            "Pattern over Ouham Pendé and Ouham together in the 8 weeks to 2014-01-26: more separate sources than the same areas reported before, beyond what chance and the noise explain. "
            + "It says nothing of one area alone. It may come from nothing but sources that rested at their yearly limit and are counted again. A rule like this raises a false alarm about once in ten years.", pattern);
        Assert.Equal([AlertWords.RiseLimit, AlertWords.Chance], section.QuerySelectorAll("p.caution").Select(line => line.TextContent));
    }

    [Fact]
    public void Compose_NothingRaised_SaysSoWithTheRatesAndThatItIsNoSignOfCalm()
    {
        IElement section = Section(new BriefingAlerts
        {
            Kinds = [AlertKind.Rise, AlertKind.BecomesShown], FinalsBefore = 3, Raised = [], Scan = new ScanResult(ScanStatus.NoPattern, null),
        });
        Assert.Empty(section.QuerySelectorAll("li"));
        string[] empty = [.. section.QuerySelectorAll("p.empty").Select(line => line.TextContent)];
        Assert.Equal(3, empty.Length);
        Assert.Contains("does not show", empty[0], StringComparison.Ordinal);
        Assert.EndsWith(AlertWords.AlertRate, empty[0], StringComparison.Ordinal);
        Assert.EndsWith(AlertWords.AlertRate, empty[1], StringComparison.Ordinal);
        Assert.StartsWith("No pattern that the noise allows to see.", empty[2], StringComparison.Ordinal);
        Assert.EndsWith(AlertWords.ScanRate, empty[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Compose_TooFewFinals_SaysThatNothingWasLookedFor(int finals)
    {
        IElement section = Section(new BriefingAlerts
        {
            Kinds = [AlertKind.Rise, AlertKind.BecomesShown], FinalsBefore = finals, Raised = [], Scan = new ScanResult(ScanStatus.TooFewFinals, null),
        });
        string[] empty = [.. section.QuerySelectorAll("p.empty").Select(line => line.TextContent)];
        Assert.StartsWith("Not looked for in this issue", empty[0], StringComparison.Ordinal);
        Assert.Equal(finals == 0, empty[1].StartsWith("Not looked for in this issue", StringComparison.Ordinal));
        Assert.StartsWith("Not looked for in this issue", empty[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_AlertsOfAllCellsAtOnce_KeepsThePageSmallAndTheJsonWhole()
    {
        BriefingInput input = BriefingSamples.Consortium();
        CellAlert[] all = [.. input.Table.Cells.Where(cell => cell.Status == CellStatus.Published)
            .SelectMany(cell => AlertCodes.All.Select(kind => new CellAlert(cell.Key, kind, 0.9)))];
        ComposedBriefing briefing = BriefingComposer.Compose(input with { Alerts = new BriefingAlerts { Kinds = AlertCodes.All, FinalsBefore = 3, Raised = all } });
        Assert.InRange(briefing.Html.Length, 8_000, 60 * 1024);
        Assert.True(all.Length > 24);
        Assert.Equal(2, Encoding.UTF8.GetString(briefing.Html).Split("There are more alerts of this kind").Length - 1);
        Assert.True(BriefingReader.TryRead(briefing.Json, out BriefingDocument? document, out _));
        Assert.Equal(all.Length, document!.Alerts!.Raised.Count);
    }

    [Fact]
    public void Compose_WholeCountryAndOneArea_AreNamedAsSuch()
    {
        BriefingAlerts Scan(ScanFinding finding) => new() { Kinds = [AlertKind.Rise], FinalsBefore = 3, Raised = [], Scan = new ScanResult(ScanStatus.Pattern, finding) };
        Assert.StartsWith(
            "Pattern over the Central African Republic as a whole in the 4 weeks to 2014-01-26",
            Section(Scan(new ScanFinding([.. Enumerable.Range(0, 18)], true, "2014-01", 1))).QuerySelector("p.pattern")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "Pattern over Bangui in the 12 weeks to 2014-01-26: more separate sources than the same area reported before",
            Section(Scan(new ScanFinding([16], false, "2013-12", 3))).QuerySelector("p.pattern")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_AlertOfASuppressedCellOrAnotherKind_IsRefused()
    {
        BriefingAlerts With(AlertKind[] kinds, params CellAlert[] raised) => new() { Kinds = kinds, FinalsBefore = 3, Raised = raised };
        CellAlert bangui = BriefingSamples.Alert(AlertKind.Rise, CellGroup.Area, area: 16);
        BriefingAlerts[] wrong =
        [
            With([AlertKind.Rise], BriefingSamples.Alert(AlertKind.Rise, CellGroup.Area, area: 0)),
            With([AlertKind.BecomesShown], bangui),
            With([AlertKind.Rise], bangui, bangui),
            With([AlertKind.Rise], bangui with { FalseAlarmsAYear = 1.5 }),
            With([AlertKind.Rise], BriefingSamples.Alert(AlertKind.Rise, CellGroup.Leaf, 16, 0)),
            With([]),
            With([AlertKind.Rise]) with { FinalsBefore = 4 },
            With([AlertKind.Rise]) with { Scan = new ScanResult(ScanStatus.Pattern, null) },
        ];
        Assert.NotEmpty(BriefingComposer.Compose(BriefingSamples.Shown() with { Alerts = With([AlertKind.Rise], bangui) }).Json);
        Assert.All(wrong, alerts => Assert.Throws<ArgumentException>(() => BriefingComposer.Compose(BriefingSamples.Shown() with { Alerts = alerts })));
        BriefingAlerts scan = With([AlertKind.Rise]) with { Scan = new ScanResult(ScanStatus.NoPattern, null) };
        Assert.Throws<ArgumentException>(() => BriefingComposer.Compose(BriefingSamples.Public() with { Alerts = scan }));
    }

    [Fact]
    public void Neighbours_OfTheRealMap_BeginWithTheAreaAndGoOutwards()
    {
        IReadOnlyList<string> areas = BriefingSamples.Plan().Areas;
        IReadOnlyList<IReadOnlyList<int>> neighbours = BriefingSamples.Map.Neighbours(areas);
        Assert.Equal(17, neighbours.Count);
        Assert.All(neighbours, order => Assert.Equal(17, order.Distinct().Count()));
        Assert.DoesNotContain(neighbours, order => order.Contains(areas.ToList().IndexOf("CAF")));
        Assert.Equal("CF71", areas[neighbours.Single(order => areas[order[0]] == "CF71")[0]]);

        // Bangui is an enclave of Ombella M'Poko on the Lobaye's border.
        Assert.Equal(["CF11", "CF12"], neighbours.Single(order => areas[order[0]] == "CF71").Skip(1).Take(2).Select(area => areas[area]).Order());
    }

    private static IElement Section(BriefingAlerts alerts)
    {
        byte[] html = BriefingComposer.Compose(BriefingSamples.Shown() with { Alerts = alerts }).Html;
        IHtmlDocument page = new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(Encoding.UTF8.GetString(html));
        return page.GetElementById("alerts")!.ParentElement!;
    }
}
