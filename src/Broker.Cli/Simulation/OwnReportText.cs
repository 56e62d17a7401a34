using System.Globalization;
using Broker.Policy;

namespace Broker.Cli;

/// <summary>A report on one's own records for people.</summary>
internal static class OwnReportText
{
    private const int MostLines = 12;

    public static IEnumerable<string> Lines(OwnReport report)
    {
        var plan = report.Plan;
        yield return $"policy {report.Policy.Name}, revision {report.Policy.Revision}";
        yield return Text($"{plan.MeasuredPeriod}, class {plan.VolumeClass.ToString().ToLowerInvariant()}, measured on {report.On:yyyy-MM-dd}");
        yield return Text($"{report.Records.InPeriod.Count} records of {report.Sources} sources in the period");
        if (report.Records.Elsewhere.Count > 0)
        {
            yield return $"not-in-period: {Listed(report.Records.Elsewhere)}";
        }

        foreach (var refused in report.Records.Refused.GroupBy(refused => refused.Code))
        {
            yield return $"{refused.Key}: {Listed([.. refused.Select(row => row.Line)])}";
        }

        foreach (var line in report.Tiers.SelectMany(tier => Tier(report, tier)))
        {
            yield return line;
        }

        yield return "";
        yield return OwnReport.Note;
    }

    private static IEnumerable<string> Tier(OwnReport report, OwnTier tier)
    {
        var terms = tier.Terms;
        yield return "";
        yield return $"tier {terms.Name}: {terms.Marking}, to {Audience(tier.Audience)}, passed on to {Onward(terms.Onward)}";
        yield return Text($"  for {(tier.Audience.Anyone ? "any purpose" : string.Join(", ", tier.Purposes))}; issued on {tier.Issued:yyyy-MM-dd}; thresholds {terms.SourceThreshold} sources, {terms.OrganisationThreshold} organisations; rounded to {terms.RoundTo}; narrative {terms.Narrative}");
        if (tier.Nothing is { } nothing)
        {
            yield return $"  nothing: {nothing}";
        }
        else
        {
            foreach (var line in Cells(report, tier))
            {
                yield return line;
            }
        }

        foreach (var closed in tier.Closed)
        {
            yield return $"  {closed.Code}: {Listed(closed.Lines)}";
            foreach (var reason in closed.Reasons)
            {
                yield return $"    {reason.Sentence}";
            }
        }
    }

    private static IEnumerable<string> Cells(OwnReport report, OwnTier tier)
    {
        var own = tier.Cells.Where(cell => cell.Sources > 0).ToArray();
        yield return Text($"  {tier.Counted} of the records count here{(own.Length > 0 ? ": cell, your sources, standard deviation of the noise, shown from, chance to be shown if nobody else reported" : "")}");
        foreach (var cell in own)
        {
            var from = double.IsFinite(cell.ShownFrom) ? cell.ShownFrom.ToString("F1", CultureInfo.InvariantCulture) : "never";
            yield return Text($"    {SimulationText.CellName(report.Plan, cell.Key),-28} {cell.Sources,7} {cell.Deviation,8:F1} {from,8} {100 * cell.Chance,7:F1} %");
        }

        yield return Text($"  {tier.Cells.Count - own.Length} other cells of this tier hold none of yours");
    }

    private static string Audience(PolicyAudience audience) => audience.Anyone ? $"`{audience.Name}` (anyone)"
        : $"`{audience.Name}` ({string.Join(' ', audience.States.Select(state => state.State).Concat(audience.Organisations))}{(audience.Role is null ? "" : $", as {audience.Role}")})";

    private static string Onward(string onward) => onward switch { "none" => "nobody", "to-permanent-members" => "permanent members of the Security Council", _ => "anyone" };

    private static string Listed(IReadOnlyList<int> lines) =>
        Text($"{(lines.Count == 1 ? "line" : "lines")} {string.Join(", ", lines.Take(MostLines))}{(lines.Count > MostLines ? Text($" and {lines.Count - MostLines} more") : "")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
