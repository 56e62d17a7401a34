using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>Refuses an input that contradicts itself, before any byte of a briefing is written.</summary>
internal static class BriefingInputCheck
{
    public static void Require(BriefingInput input)
    {
        Require(Ascii.IsOrigin(Ascii.Utf8(input.Origin)), nameof(input.Origin), "a log origin");
        Require(Ascii.IsWords(Ascii.Utf8(input.CountryName)), nameof(input.CountryName), "one line of words");
        Require(Ascii.IsWords(Ascii.Utf8(input.CountryInSentence)), nameof(input.CountryInSentence), "one line of words");
        Require(Ascii.IsWords(Ascii.Utf8(input.Audience)), nameof(input.Audience), "one line of words");
        Require(Ascii.IsSlug(Ascii.Utf8(input.PolicyName)), nameof(input.PolicyName), "a slug");
        Require(Markings.All.Contains(input.Marking), nameof(input.Marking), "a mark of the registry");
        Require(input.Number >= 1, nameof(input.Number), "at least 1");
        Require(input.PeriodEnd > input.PeriodStart, nameof(input.PeriodEnd), "after the period's start");
        Require(input.Issued >= input.PeriodEnd, nameof(input.Issued), "not before the period's end");
        Require(input.NextIssue is null || input.NextIssue > input.Issued, nameof(input.NextIssue), "after the day of issue");
        RequireTable(input);
        if (input.Alerts is BriefingAlerts alerts)
        {
            RequireAlerts(input, alerts);
        }

        Require(input.Previous is null || IsComparable(input.Table, input.Previous), nameof(input.Previous), "the same country's, vintage's and tier's");
    }

    // What the alerts claim has to be there to be read: a cell that is not published has none.
    private static void RequireAlerts(BriefingInput input, BriefingAlerts alerts)
    {
        TierTable table = input.Table;
        Require(AlertRule.Judges(table.Plan), nameof(input.Alerts), "of a final");
        Require(alerts.Kinds.Count > 0 && alerts.Kinds.Distinct().Count() == alerts.Kinds.Count, nameof(input.Alerts), "kinds, each once");
        Require(alerts.FinalsBefore is >= 0 and <= AlertRule.FinalsBefore, nameof(input.Alerts), "at most three finals before");
        Require(alerts.Raised.All(alert => alerts.Kinds.Contains(alert.Kind) && alert.FalseAlarmsAYear <= 1), nameof(input.Alerts), "of the tier's kinds and rate");
        Require(alerts.Raised.DistinctBy(alert => (alert.Key, alert.Kind)).Count() == alerts.Raised.Count, nameof(input.Alerts), "at most one of a kind for a cell");
        Require(
            alerts.Raised.All(alert => table.Cells.Any(cell => cell.Key == alert.Key && cell.Status == CellStatus.Published)),
            nameof(input.Alerts), "of published cells");
        Require(alerts.Scan is null || table.Terms.Groups.Contains(CellGroup.Area), nameof(input.Alerts), "scanned for a tier that sees areas");
        Require(alerts.Scan is null || (alerts.Scan.Status == ScanStatus.Pattern) == (alerts.Scan.Finding is not null), nameof(input.Alerts), "a finding for a pattern");
    }

    private static void RequireTable(BriefingInput input)
    {
        MeasurementPlan plan = input.Table.Plan;
        Require(plan.Country == input.Gazetteer.Country, nameof(input.Gazetteer), "of the plan's country");
        Require(plan.Areas.All(area => input.Gazetteer.AreaOf(area) == area), nameof(input.Gazetteer), "a gazetteer with every area of the plan");
        Require(plan.Categories.All(code => EventKinds.TryParse(code, out _)), nameof(input.Table), "a table of registered event kinds");
        Require(input.Table.Cells.Select(cell => cell.Key).SequenceEqual(plan.Keys), nameof(input.Table), "every cell of the plan in its order");
        Require(input.Table.Cells.All(IsConsistent), nameof(input.Table), "numbers inside their intervals, and none where suppressed");
    }

    private static bool IsConsistent(TierCell cell) => cell.Status == CellStatus.Published
        ? cell.Low >= 0 && cell.Estimate >= cell.Low && cell.High >= cell.Estimate
        : cell is { Estimate: 0, Low: 0, High: 0 };

    private static bool IsComparable(TierTable table, TierTable previous)
        => table.Plan.Country == previous.Plan.Country && table.Plan.Vintage == previous.Plan.Vintage
            && table.Plan.Period != previous.Plan.Period && table.Terms.Name == previous.Terms.Name;

    private static void Require(bool ok, string parameter, string expected)
    {
        if (!ok)
        {
            throw Fault.Malformed(parameter, expected);
        }
    }
}
