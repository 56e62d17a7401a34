using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>The section on change: rises, numbers that become shown, and the pattern over areas and weeks.</summary>
internal static class BriefingAlertPage
{
    // The page stays small when a whole country rises at once: country and areas come first, the rest is in the other file.
    private const int MostOfAKind = 12;

    public static void Add(Html page, BriefingContent content)
    {
        if (content.Document.Alerts is not BriefingAlertSection alerts)
        {
            return;
        }

        page.Add($"<section aria-labelledby=\"alerts\">\n<h2 id=\"alerts\">Alerts: is something changing?</h2>\n");
        page.Add($"<p>Alerts are worked out from the noisy numbers of this tier alone. They say where a number stands out, not by how much, and not who did what.</p>\n");
        foreach (AlertKind kind in alerts.Kinds)
        {
            AddKind(page, alerts, kind);
            if (kind == AlertKind.Rise)
            {
                page.Add($"<p class=\"caution\">{AlertWords.RiseLimit}</p>\n");
            }
        }

        if (alerts.Scan is BriefingScan scan)
        {
            page.Add($"<h3>A pattern over areas and weeks</h3>\n<p{Quiet(scan.Status != ScanStatus.Pattern)}>{scan.Words}</p>\n<p class=\"caution\">{AlertWords.Chance}</p>\n");
        }

        page.Add($"</section>\n");
    }

    private static void AddKind(Html page, BriefingAlertSection alerts, AlertKind kind)
    {
        page.Add($"<h3>{(kind == AlertKind.Rise ? "More than before" : "Now enough to show a number")}</h3>\n");
        List<BriefingAlert> raised = [.. alerts.Raised.Where(alert => alert.Kind == kind)];
        if (raised.Count == 0)
        {
            string otherwise = AlertWords.TooFewFinals(kind, alerts.FinalsBefore)
                ?? $"{(kind == AlertKind.Rise ? AlertWords.NoRise : AlertWords.NoneShown)} {AlertWords.AlertRate}";
            page.Add($"<p class=\"empty\">{otherwise}</p>\n");
            return;
        }

        page.Add($"<ul class=\"alerts\">\n");
        foreach (BriefingAlert alert in raised.Take(MostOfAKind))
        {
            page.Add($"<li>{alert.Words}</li>\n");
        }

        if (raised.Count > MostOfAKind)
        {
            page.Add($"<li>There are more alerts of this kind: all of them are in the JSON file of this briefing. {AlertWords.AlertRate}</li>\n");
        }

        page.Add($"</ul>\n");
    }

    private static Html Quiet(bool quiet) => quiet ? new Html().Add($" class=\"empty\"") : new Html().Add($" class=\"pattern\"");
}
