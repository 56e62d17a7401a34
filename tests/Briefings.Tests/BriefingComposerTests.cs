using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Broker.DisclosureControl;

namespace Broker.Briefings.Tests;

public sealed partial class BriefingComposerTests
{
    public static TheoryData<string> Names => ["shown", "suppressed", "public", "consortium", "alerts"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compose_TwiceFromEqualInputs_GivesTheSameBytes(string name)
    {
        ComposedBriefing first = BriefingComposer.Compose(Input(name));
        ComposedBriefing second = BriefingComposer.Compose(Input(name));
        Assert.Equal(first.Json, second.Json);
        Assert.Equal(first.Html, second.Html);
        Assert.Equal(first.ReleaseHash, ReleaseText.Hash(BriefingSamples.Origin, Input(name).Table));

        // For whoever wants to look at them: the pages of the last run.
        string folder = Path.Combine(Path.GetTempPath(), "broker-briefings-tests");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name + ".html"), first.Html);
        File.WriteAllBytes(Path.Combine(folder, name + ".json"), first.Json);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compose_Html_IsSelfContainedAndSmall(string name)
    {
        byte[] bytes = BriefingComposer.Compose(Input(name)).Html;
        Assert.InRange(bytes.Length, 8_000, 60 * 1024);
        string text = Encoding.UTF8.GetString(bytes);
        Assert.DoesNotMatch("(?i)https?:|javascript:|url\\((?!#hatch\\))|@import|<script|<iframe|<object|<link|<base|\\son[a-z]+=", text);
        IHtmlDocument page = Parse(name);
        Assert.Empty(page.QuerySelectorAll("script, link, iframe, object, embed, form, img, base"));
        Assert.Empty(page.QuerySelectorAll("[src], [href], [style]"));
        Assert.Contains("default-src 'none'", page.QuerySelector("meta[http-equiv]")!.GetAttribute("content"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compose_BothFiles_HoldNoDecimalNumber(string name)
    {
        ComposedBriefing briefing = BriefingComposer.Compose(Input(name));
        Assert.DoesNotMatch(Decimal(), Encoding.UTF8.GetString(briefing.Html));
        Assert.DoesNotMatch(Decimal(), Encoding.UTF8.GetString(briefing.Json));
        Assert.Matches(Decimal(), "4.37 and 4,37");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compose_Html_HasTheStructureThatReadersNeed(string name)
    {
        IHtmlDocument page = Parse(name);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        int[] levels = [.. page.QuerySelectorAll("h1, h2, h3, h4").Select(heading => heading.LocalName[1] - '0')];
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.All(page.QuerySelectorAll("section"), section => Assert.NotNull(page.GetElementById(section.GetAttribute("aria-labelledby")!)));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotEmpty(table.QuerySelector("caption")!.TextContent));
        Assert.All(page.QuerySelectorAll("th"), cell => Assert.Contains(cell.GetAttribute("scope"), (string[])["col", "row"]));
        Assert.All(page.QuerySelectorAll("svg[role=img]"), svg => Assert.NotEmpty(svg.QuerySelector("title")!.TextContent));
        Assert.All(page.QuerySelectorAll("svg:not([role=img])"), svg => Assert.Equal("true", svg.GetAttribute("aria-hidden")));
        string[] ids = [.. page.QuerySelectorAll("[id]").Select(element => element.Id!)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.InRange(page.QuerySelectorAll(".figures > li").Length, name == "public" ? 1 : 3, 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compose_Html_CarriesTheMarkOnTopAtTheBottomAndOnEachPrintedPage(string name)
    {
        IHtmlDocument page = Parse(name);
        string marking = Input(name).Marking;
        IElement[] body = [.. page.Body!.Children];
        Assert.Equal("mark", body[0].ClassName);
        Assert.Equal("mark", body[^1].ClassName);
        Assert.Equal(marking, body[0].QuerySelector("strong")!.TextContent);
        Assert.Equal(marking, body[^1].QuerySelector("strong")!.TextContent);
        string style = page.QuerySelector("style")!.TextContent;
        Assert.Contains($"@top-center{{content:\"{marking}\"}}", style, StringComparison.Ordinal);
        Assert.Contains("size:A4", style, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compose_Html_NeverShowsACellWithoutItsInterval(string name)
    {
        IHtmlDocument page = Parse(name);
        foreach (IElement cell in page.QuerySelectorAll("tbody td:not(.key)").Where(cell => cell.TextContent.Any(char.IsAsciiDigit)))
        {
            Assert.Matches("^about [0-9]+ \\(likely between [0-9]+ and [0-9]+\\)$", cell.TextContent);
        }

        foreach (IElement area in page.QuerySelectorAll("path.area > title"))
        {
            Assert.Matches(": (about [0-9]+ \\(likely between [0-9]+ and [0-9]+\\)|too few to say, or none)$", area.TextContent);
        }

        Assert.All(page.QuerySelectorAll(".figures li").Where(li => li.TextContent.Contains("separate sources", StringComparison.Ordinal)), li =>
            Assert.True(li.TextContent.Contains("likely between", StringComparison.Ordinal) || li.TextContent.Contains(Wording.TooFew, StringComparison.Ordinal)));
    }

    [Fact]
    public void Compose_Map_GivesEverySuppressedAreaTheSameLook()
    {
        IHtmlDocument page = Parse("shown");
        IElement[] areas = [.. page.QuerySelectorAll("path.area")];
        Assert.Equal(17, areas.Length);
        Assert.Equal(12, areas.Count(area => area.ClassName == "area none"));
        Assert.All(areas.Where(area => area.ClassName == "area none"), area => Assert.EndsWith(": too few to say, or none", area.TextContent, StringComparison.Ordinal));
        Assert.Equal(17, Parse("suppressed").QuerySelectorAll("path.area.none").Length);
        Assert.Equal(["A", "B", "C", "D", "E"], page.QuerySelectorAll("text.letter").Select(text => text.TextContent).Order());
    }

    [Fact]
    public void Compose_Chart_DrawsBarsAndWhiskersToScale()
    {
        IElement chart = Parse("shown").QuerySelectorAll("svg.chart")[0];
        int[] widths = [.. chart.QuerySelectorAll("rect.bar").Select(bar => int.Parse(bar.GetAttribute("width")!, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal([168 * 346 / 200, 44 * 346 / 200, 29 * 346 / 200], widths);
        Assert.Equal(3, chart.QuerySelectorAll("path.whisker").Length);
        Assert.Equal(["0", "50", "100", "150", "200"], chart.QuerySelectorAll("text.tick").Select(tick => tick.TextContent));
    }

    [Fact]
    public void Compose_Change_IsNamedOnlyBeyondTheNoise()
    {
        IElement[] highlights = [.. Parse("shown").QuerySelectorAll(".highlights li")];
        Assert.Contains(highlights, line => line.TextContent.StartsWith("Bangui, separate sources: more than in the previous period", StringComparison.Ordinal));
        Assert.DoesNotContain(highlights, line => line.TextContent.StartsWith("Ouham,", StringComparison.Ordinal));
        TierTable same = BriefingSamples.Table(BriefingSamples.Plan("2013-13"), 1, BriefingSamples.Numbers);
        IHtmlDocument still = Parse(BriefingSamples.Input(BriefingSamples.Shown().Table, same));
        Assert.Contains("Of the numbers shown in both periods, none changed by more than the noise can easily explain", still.QuerySelector(".highlights")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_NumbersThatComeOrGo_AreNamedAndNeverCalledNoChange()
    {
        TierTable shown = BriefingSamples.Table(BriefingSamples.Plan("2013-13"), 1, BriefingSamples.Numbers);
        TierTable hidden = shown with { Cells = [.. shown.Cells.Select(cell => cell with { Status = CellStatus.Suppressed, Estimate = 0, Low = 0, High = 0 })] };
        TierTable now = BriefingSamples.Shown().Table;
        TierTable hiddenNow = now with { Cells = [.. now.Cells.Select(cell => cell with { Status = CellStatus.Suppressed, Estimate = 0, Low = 0, High = 0 })] };

        string onset = Parse(BriefingSamples.Input(now, hidden)).QuerySelector(".highlights")!.TextContent;
        string silence = Parse(BriefingSamples.Input(hiddenNow, shown)).QuerySelector(".highlights")!.TextContent;

        Assert.Contains("after “too few to say, or none”", onset, StringComparison.Ordinal);
        Assert.Contains("“too few to say, or none” after about", silence, StringComparison.Ordinal);
        Assert.DoesNotContain("none changed", onset + silence, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_HostileNames_AreTextAndNothingElse()
    {
        const string Attack = "\"><script>alert(1)</script><img src=x onerror='x'>&amp;";
        string place = Attack.Replace("\"", string.Empty, StringComparison.Ordinal); // the gazetteer refuses quotes
        Assert.True(Gazetteer.TryRead(TestTree.Sample("pcodes-CAF.csv").Replace("Bangui,Bangui,CAF", $"Bangui,{place},CAF", StringComparison.Ordinal), out Gazetteer? gazetteer, out _));
        BriefingInput input = BriefingSamples.Shown() with { Gazetteer = gazetteer!, CountryName = Attack, CountryInSentence = Attack, Audience = Attack };
        IHtmlDocument page = Parse(input);
        Assert.Empty(page.QuerySelectorAll("script, img, [onerror]"));
        Assert.Equal(Attack, page.QuerySelector("h1")!.TextContent);
        Assert.Contains(page.QuerySelectorAll("tbody th"), cell => cell.TextContent == place);
        Assert.Contains(page.QuerySelectorAll("path.area > title"), title => title.TextContent.StartsWith(place, StringComparison.Ordinal));
        Assert.True(BriefingReader.TryRead(BriefingComposer.Compose(input).Json, out _, out _));
    }

    [Fact]
    public void Compose_ContradictoryInput_Throws()
    {
        BriefingInput good = BriefingSamples.Shown();
        BriefingInput[] bad =
        [
            good with { Marking = "TLP:BLUE" },
            good with { CountryName = "a\u202Eb" },
            good with { Audience = "two\nlines" },
            good with { Origin = "Bad Origin" },
            good with { PolicyName = "two words" },
            good with { Number = 0 },
            good with { PeriodEnd = good.PeriodStart },
            good with { Issued = good.PeriodStart },
            good with { NextIssue = good.Issued },
            good with { Previous = good.Table },
            good with { Previous = BriefingSamples.Public().Table },
            good with { Table = good.Table with { Cells = [.. good.Table.Cells.Skip(1)] } },
            good with { Table = good.Table with { Cells = [.. good.Table.Cells.Reverse()] } },
            good with { Table = good.Table with { Cells = [.. good.Table.Cells.Select(cell => cell with { Low = cell.Estimate + 1, High = cell.Estimate + 1 })] } },
            good with { Table = good.Table with { Cells = [.. good.Table.Cells.Select(cell => cell with { Status = CellStatus.Suppressed })] } },
        ];
        Assert.All(bad, input => Assert.Throws<ArgumentException>(() => BriefingComposer.Compose(input)));
    }

    [Fact]
    public void Compose_StyleSheet_KeepsContrastOfTextAtFourAndAHalf()
    {
        foreach ((string ink, string paper) in (IEnumerable<(string, string)>)[("1c2430", "ffffff"), ("525c69", "ffffff"), ("525c69", "f6f4ef"), ("16466f", "ffffff"), ("ff2b2b", "000000"), ("ffc000", "000000"), ("33ff00", "000000")])
        {
            Assert.True(Contrast(ink, paper) >= 4.5, $"{ink} on {paper}");
        }

        string style = Parse("shown").QuerySelector("style")!.TextContent;
        Assert.All(["--ink:#1c2430", "--soft:#525c69", "--deep:#16466f", "#ff2b2b", "#ffc000"], colour => Assert.Contains(colour, style, StringComparison.Ordinal));
    }

    private static double Contrast(string a, string b)
    {
        (double light, double dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] linear = [.. Convert.FromHexString(colour).Select(part => part / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    internal static BriefingInput Input(string name) => name switch
    {
        "shown" => BriefingSamples.Shown(),
        "suppressed" => BriefingSamples.Suppressed(),
        "public" => BriefingSamples.Public(),
        "alerts" => BriefingSamples.Alerts(),
        _ => BriefingSamples.Consortium(),
    };

    private static IHtmlDocument Parse(string name) => Parse(Input(name));

    private static IHtmlDocument Parse(BriefingInput input)
        => new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(Encoding.UTF8.GetString(BriefingComposer.Compose(input).Html));

    [GeneratedRegex("[0-9][.,][0-9]")]
    private static partial Regex Decimal();
}
