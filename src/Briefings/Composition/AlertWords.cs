using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>The sentences of alerts and scan. Each claim says what it claims, what it does not, and how often such a rule is wrong.</summary>
internal static class AlertWords
{
    public const string AlertRate = "A rule that raises at most one false alarm a year in this country when nothing changes.";

    public const string ScanRate = "A rule like this raises a false alarm about once in ten years.";

    /// <summary>The ledger makes counts fall and rise by itself, for many sources at once: who has spent a year's cap is not counted until the window rolls.</summary>
    public const string Rested = "It may come from nothing but sources that rested at their yearly limit and are counted again.";

    public const string NoRise = "No alert of this kind. A rise that is smaller than the noise, or that nobody could report, does not show.";

    /// <summary>What a rise is not: the rule knows the noise, and not how much the counts themselves go up and down.</summary>
    public const string RiseLimit = "A rise is told from the noise, not from chance: where acts are random, the number of sources goes up and down by itself. "
        + "Nor does it know of rest: sources that reached their yearly limit come back, often many in one issue, though nothing changed.";

    public const string NoneShown = "No alert of this kind.";

    /// <summary>What chance is, for whoever has to tell random acts from a campaign.</summary>
    public const string Chance = "Chance means sources that report independently of each other, at the rate of before. "
        + "Several sources on one event, new partners who begin to report, or sources that rested at their yearly limit and are counted again, can look like a pattern.";

    public static string Sentence(BriefingContent content, CellAlert alert)
    {
        string subject = BriefingHighlights.Subject(content, content.Table.Cells.First(cell => cell.Key == alert.Key));
        return alert.Kind == AlertKind.Rise
            ? $"{subject}: more than the mean of the last three four-week finals, beyond what the noise explains. {Rested} {AlertRate}"
            : $"{subject}: at least {Ascii.Number(content.Table.Terms.SourceThreshold)} now, and no number could be shown in "
                + $"{Before(content.Input.Alerts!.FinalsBefore)}. There need not have been fewer then: a number that stays near the limit comes and goes. "
                + $"A false alarm is one where fewer stand behind it. {AlertRate}";
    }

    /// <summary>Why a kind of alert could not be raised; null when it could.</summary>
    public static string? TooFewFinals(AlertKind kind, int finalsBefore) => kind switch
    {
        AlertKind.Rise when finalsBefore < AlertRule.FinalsBefore =>
            "Not looked for in this issue: it takes the three four-week finals before this one, under the same terms.",
        AlertKind.BecomesShown when finalsBefore == 0 =>
            "Not looked for in this issue: it takes a four-week final shortly before this one, under the same terms.",
        _ => null,
    };

    public static string Scan(BriefingContent content, ScanResult scan) => scan.Status switch
    {
        ScanStatus.Pattern => $"Pattern over {Areas(content, scan.Finding!)} in the {Ascii.Number(4 * scan.Finding!.Blocks)} weeks to "
            + $"{Ascii.Date(content.Input.PeriodEnd.AddDays(-1))}: more separate sources than {(scan.Finding.IsWholeCountry ? "the country" : scan.Finding.Areas.Count == 1 ? "the same area" : "the same areas")} "
            + $"reported before, beyond what chance and the noise explain.{Together(scan.Finding)} {Rested} {ScanRate}",
        ScanStatus.NoPattern => $"No pattern that the noise allows to see. There may be one that is smaller. {ScanRate}",
        _ => "Not looked for in this issue: it takes at least three four-week finals before this one, under the same terms.",
    };

    private static string Before(int finals) => finals switch
    {
        AlertRule.FinalsBefore => "the last three four-week finals",
        1 => "the only one of the last three four-week finals that can be compared",
        _ => "the two of the last three four-week finals that can be compared",
    };

    private static string Areas(BriefingContent content, ScanFinding finding)
    {
        if (finding.IsWholeCountry)
        {
            return content.Input.CountryInSentence + " as a whole";
        }

        string[] names = [.. finding.Areas.Select(content.NameOfArea)];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]} together";
    }

    private static string Together(ScanFinding finding) => finding.IsWholeCountry || finding.Areas.Count > 1
        ? " It says nothing of one area alone."
        : string.Empty;
}
