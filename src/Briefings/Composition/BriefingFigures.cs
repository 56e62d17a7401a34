using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>The sections with numbers: key figures, kinds of event, areas. A number never stands without its interval.</summary>
internal static class BriefingFigures
{
    private const int MostKeyFigures = 5;
    private const int MostBars = 12;

    public static void AddKeyFigures(Html page, BriefingContent content)
    {
        List<(string Label, TierCell Cell)> figures = [];
        if (content.Total is TierCell total)
        {
            figures.Add(("separate sources, all kinds of event", total));
        }

        figures.AddRange(content.Kinds.Select(cell => ("separate sources on " + content.KindWords(cell), cell)));
        figures.AddRange(content.Places.Where(row => row.Letter is not null).Take(1).Select(row => ("separate sources in " + row.Name, row.Cell)));
        page.Add($"<section aria-labelledby=\"figures\">\n<h2 id=\"figures\">Key figures</h2>\n<ul class=\"figures\">\n");
        foreach ((string label, TierCell cell) in figures.Take(MostKeyFigures))
        {
            AddFigure(page, label, cell);
        }

        page.Add($"</ul>\n</section>\n");
    }

    public static void AddKinds(Html page, BriefingContent content)
    {
        if (content.Kinds.Count == 0)
        {
            return;
        }

        page.Add($"<section aria-labelledby=\"kinds\">\n<h2 id=\"kinds\">What was reported</h2>\n");
        page.Add($"<p>Each source counts at most once in the period, under the gravest kind of event that it reported.</p>\n<div class=\"pair\">\n");
        List<(string, TierCell)> shown = [.. content.Kinds.Where(cell => cell.Status == CellStatus.Published).Select(cell => (Upper(content.KindWords(cell)), cell))];
        AddChart(page, "kinds-chart", "Separate sources by kind of event, with likely ranges", shown, "No kind of event by itself has enough sources to say.");
        page.Add($"<table>\n<caption>Separate sources by kind of event</caption>\n<thead><tr><th scope=\"col\">Kind of event</th><th scope=\"col\">Separate sources</th></tr></thead>\n<tbody>\n");
        foreach (TierCell cell in content.Kinds)
        {
            page.Add($"<tr{Quiet(cell)}><th scope=\"row\">{Upper(content.KindWords(cell))}</th><td>{Number(cell)}</td></tr>\n");
        }

        page.Add($"</tbody>\n</table>\n</div>\n</section>\n");
    }

    public static void AddPlaces(Html page, BriefingContent content)
    {
        page.Add($"<section aria-labelledby=\"places\">\n<h2 id=\"places\">Where it was reported</h2>\n");
        if (content.Places.Count == 0)
        {
            page.Add($"<p>This tier sees {content.Input.CountryInSentence} as a whole. Areas are not part of its table.</p>\n</section>\n");
            return;
        }

        page.Add($"<figure>\n{AreaMap.Draw(content)}<figcaption>Areas of {content.Input.CountryName} by separate sources in the period. Letters are those of the table. Hatching looks the same whether there were few reports or none.</figcaption>\n{AreaMap.Legend(content)}</figure>\n<div class=\"pair\">\n");
        List<(string, TierCell)> shown = [.. content.Places.Where(row => row.IsPublished).Take(MostBars).Select(row => (Named(row), row.Cell))];
        AddChart(page, "places-chart", "Separate sources by area, with likely ranges", shown, "No area by itself has enough sources to say.");
        AddPlaceTable(page, content);
        page.Add($"</div>\n");
        AddLeaves(page, content);
        page.Add($"</section>\n");
    }

    private static void AddFigure(Html page, string label, TierCell cell)
    {
        if (cell.Status == CellStatus.Published)
        {
            page.Add($"""<li><p class="value"><span>about</span> <strong>{cell.Estimate}</strong></p><p class="range">{Wording.Range(cell)}</p><p class="label">{label}</p></li>""");
        }
        else
        {
            page.Add($"""<li><p class="value words">{Wording.TooFew}</p><p class="label">{label}</p></li>""");
        }

        page.Add($"\n");
    }

    private static void AddChart(Html page, string id, string title, List<(string, TierCell)> shown, string otherwise)
    {
        if (shown.Count == 0)
        {
            page.Add($"<p class=\"empty\">{otherwise}</p>\n");
            return;
        }

        page.Add($"<figure>\n{BarChart.Draw(id, title, shown)}<figcaption>{title}.</figcaption>\n</figure>\n");
    }

    private static void AddPlaceTable(Html page, BriefingContent content)
    {
        page.Add($"<table>\n<caption>Separate sources by area</caption>\n<thead><tr><th scope=\"col\">Key</th><th scope=\"col\">Area</th><th scope=\"col\">Separate sources</th></tr></thead>\n<tbody>\n");
        foreach (PlaceRow row in content.Places.Where(row => row.IsPublished))
        {
            page.Add($"<tr><td class=\"key\">{row.Letter}</td><th scope=\"row\">{row.Name}</th><td>{Number(row.Cell)}</td></tr>\n");
        }

        List<string> others = [.. content.Places.Where(row => !row.IsPublished).Select(row => row.Name)];
        if (others.Count > 0)
        {
            page.Add($"<tr class=\"quiet\"><td colspan=\"3\">For each of these, {Wording.TooFew}: <span>{string.Join(", ", others)}</span></td></tr>\n");
        }

        page.Add($"</tbody>\n</table>\n");
    }

    private static void AddLeaves(Html page, BriefingContent content)
    {
        List<TierCell> leaves = [.. content.Seen(CellGroup.Leaf)];
        List<TierCell> shown = [.. leaves.Where(cell => cell.Status == CellStatus.Published)];
        if (shown.Count == 0)
        {
            return;
        }

        page.Add($"<table>\n<caption>Separate sources by area and kind of event, where there is a number</caption>\n<thead><tr><th scope=\"col\">Area</th><th scope=\"col\">Kind of event</th><th scope=\"col\">Separate sources</th></tr></thead>\n<tbody>\n");
        foreach (TierCell cell in shown)
        {
            page.Add($"<tr><th scope=\"row\">{content.AreaName(cell)}</th><td>{content.KindWords(cell)}</td><td>{Number(cell)}</td></tr>\n");
        }

        page.Add($"</tbody>\n</table>\n<p>All other combinations: {Wording.TooFew}.</p>\n");
    }

    // The range does not break across lines where there is room for it.
    private static Html Number(TierCell cell) => cell.Status == CellStatus.Published
        ? new Html().Add($"about {cell.Estimate} <span class=\"whole\">({Wording.Range(cell)})</span>")
        : new Html().Add($"{Wording.Number(cell)}");

    private static Html Quiet(TierCell cell)
        => cell.Status == CellStatus.Published ? new Html() : new Html().Add($" class=\"quiet\"");

    private static string Named(PlaceRow row) => row.Letter is null ? row.Name : $"{row.Letter}  {row.Name}";

    private static string Upper(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
