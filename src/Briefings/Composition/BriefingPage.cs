using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>Writes the page: one self-contained HTML file in the shape of a situation report.</summary>
/// <remarks>
/// No script, nothing remote, one inline stylesheet, A4 print rules, whole numbers only: a digit, a point and a digit never
/// stand together, so that a scan for coordinates stays sharp. Target: WCAG 2.2 AA.
/// </remarks>
internal static class BriefingPage
{
    public static byte[] Write(BriefingContent content)
    {
        Html page = new();
        AddHead(page, content);
        AddMark(page, content.Input.Marking, "Handling");
        AddMasthead(page, content);
        page.Add($"<main>\n");
        AddHighlights(page, content);
        BriefingAlertPage.Add(page, content);
        BriefingFigures.AddKeyFigures(page, content);
        BriefingFigures.AddKinds(page, content);
        BriefingFigures.AddPlaces(page, content);
        BriefingNotes.AddSureness(page, content);
        BriefingNotes.AddSuppression(page, content);
        BriefingNotes.AddProvenance(page, content);
        page.Add($"</main>\n");
        BriefingNotes.AddFooter(page, content);
        AddMark(page, content.Input.Marking, "Handling, again");
        page.Add($"</body>\n</html>\n");
        return Ascii.Utf8(page.ToString());
    }

    private static void AddHead(Html page, BriefingContent content)
    {
        BriefingInput input = content.Input;
        page.Add($"""
            <!DOCTYPE html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="robots" content="noindex, nofollow, noarchive">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
            <title>Briefing {input.Number}: {input.CountryName}, {content.Document.Period} ({input.Marking})</title>
            <style>
            {Style(content)}</style>
            </head>
            <body>

            """);
    }

    private static Html Style(BriefingContent content) => new Html()
        .Add($"{BriefingStyle.Sheet}@page{{@top-center{{content:\"{content.Input.Marking}\"}}@bottom-left{{content:\"{content.Input.Marking}\"}}@bottom-center{{content:\"release {content.ReleaseHash.ToString()[..16]}\"}}}}\n");

    private static void AddMark(Html page, string marking, string label)
    {
        string colour = marking[4..].ToLowerInvariant().Replace("+strict", string.Empty, StringComparison.Ordinal);
        page.Add($"""<aside class="mark" aria-label="{label}"><strong class="tlp {colour}">{marking}</strong> <span>{Markings.Handling(marking)}</span></aside>""");
        page.Add($"\n");
    }

    private static void AddMasthead(Html page, BriefingContent content)
    {
        BriefingInput input = content.Input;
        string vintage = content.Table.Plan.Vintage == ReleaseVintage.Final ? "Four-week final" : "Weekly flash";
        page.Add($"""
            <header>
            <p class="eyebrow">Briefing {input.Number} · <span class="keep">{vintage}</span> · <span class="keep">{content.Document.Period}</span></p>
            <h1>{input.CountryName}</h1>
            <p class="period">Reports on <time datetime="{input.PeriodStart}">{input.PeriodStart}</time> to <time datetime="{input.PeriodEnd.AddDays(-1)}">{input.PeriodEnd.AddDays(-1)}</time></p>
            <dl class="meta">
            <div><dt>As of</dt><dd><time datetime="{input.Issued}">{input.Issued}</time></dd></div>
            <div><dt>Next issue</dt><dd>{(input.NextIssue is DateOnly next ? Ascii.Date(next) : "none planned")}</dd></div>
            <div><dt>For</dt><dd>{input.Audience}</dd></div>
            <div><dt>Tier</dt><dd>{content.Table.Terms.Name}</dd></div>
            </dl>
            </header>

            """);
    }

    private static void AddHighlights(Html page, BriefingContent content)
    {
        page.Add($"<section aria-labelledby=\"highlights\">\n<h2 id=\"highlights\">Highlights</h2>\n<ul class=\"highlights\">\n");
        foreach (string sentence in content.Highlights)
        {
            page.Add($"<li>{sentence}</li>\n");
        }

        page.Add($"</ul>\n<p class=\"caution\">{Wording.FixedSentence}</p>\n</section>\n");
    }
}
