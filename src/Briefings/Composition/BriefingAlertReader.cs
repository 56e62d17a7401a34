using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>Reads the alerts of <c>briefing/1</c>, and refuses those that the rest of the document contradicts.</summary>
internal static class BriefingAlertReader
{
    public static BriefingAlertSection? Read(BriefingFields root)
    {
        if (!root.Has("alerts"))
        {
            return null;
        }

        BriefingFields alerts = root.Object("alerts");
        return new BriefingAlertSection(
            [.. alerts.Texts("kinds").Select(code => Kind(alerts, code))],
            alerts.Number("finalsBefore", 0),
            alerts.Array("raised", ReadAlert),
            alerts.IsNull("scan") ? null : ReadScan(alerts.Object("scan")));
    }

    /// <summary>An alert is of a final, of a kind that the tier gets, and of a cell that is published; never of a suppressed one.</summary>
    public static bool IsConsistent(BriefingDocument document)
    {
        if (document.Alerts is not BriefingAlertSection alerts)
        {
            return true;
        }

        (int Cell, int Kind)[] places = [.. alerts.Raised.Select(alert => Place(document, alert))];
        return document.Vintage == ReleaseText.Vintage(ReleaseVintage.Final)
            && alerts.Kinds.Count > 0
            && alerts.Kinds.SequenceEqual(AlertCodes.All.Where(alerts.Kinds.Contains))
            && alerts.FinalsBefore <= AlertRule.FinalsBefore
            && places.Zip(places.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) < 0)
            && alerts.Raised.Zip(places).All(pair => IsSound(document, pair.First, pair.Second.Cell))
            && (alerts.Scan is null || IsSound(document, alerts.Scan));
    }

    private static AlertKind Kind(BriefingFields fields, string code)
    {
        fields.Require(AlertCodes.TryParse(code, out AlertKind kind));
        return kind;
    }

    private static BriefingAlert ReadAlert(BriefingFields alert) => new(
        alert.Area(), alert.Category(), Kind(alert, alert.Text("kind")), alert.Text("words"));

    private static BriefingScan ReadScan(BriefingFields scan)
    {
        scan.Require(AlertCodes.TryParse(scan.Text("status"), out ScanStatus status));
        string words = scan.Text("words");
        if (scan.IsNull("pattern"))
        {
            return new BriefingScan(status, null, null, 0, words);
        }

        BriefingFields pattern = scan.Object("pattern");
        return new BriefingScan(
            status, pattern.IsNull("areas") ? null : pattern.Texts("areas"), pattern.Date("start"), pattern.Number("weeks", 1), words);
    }

    private static (int Cell, int Kind) Place(BriefingDocument document, BriefingAlert alert)
    {
        int cell = document.Cells.Index().FirstOrDefault(
            pair => pair.Item.Area == alert.Area && pair.Item.Category == alert.Category, (-1, null!)).Index;
        return (cell, AlertCodes.All.Index().First(pair => pair.Item == alert.Kind).Index);
    }

    private static bool IsSound(BriefingDocument document, BriefingAlert alert, int cell) =>
        cell >= 0 && document.Cells[cell].IsPublished && document.Alerts!.Kinds.Contains(alert.Kind)
            && document.Alerts.FinalsBefore >= (alert.Kind == AlertKind.Rise ? AlertRule.FinalsBefore : 1);

    private static bool IsSound(BriefingDocument document, BriefingScan scan)
    {
        if (scan.Status != ScanStatus.Pattern || scan.Start is null)
        {
            return scan.Status != ScanStatus.Pattern && scan.Start is null;
        }

        string[] known = [.. document.Cells.Where(cell => cell.Area is not null && cell.Category is null).Select(cell => cell.Area!)];
        return scan.Weeks % 4 == 0 && scan.Weeks <= 4 * SpaceTimeScan.LongestWindow
            && scan.Start == document.PeriodEnd.AddDays(-7 * scan.Weeks)
            && (scan.Areas is null || (scan.Areas.Count > 0 && scan.Areas.SequenceEqual(known.Where(scan.Areas.Contains))));
    }
}
