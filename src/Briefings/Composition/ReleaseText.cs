using System.Text;
using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>The canonical text of what one tier sees of a release; its SHA-256 is the release hash.</summary>
/// <remarks>
/// ASCII lines: domain, country, period, vintage, plan, tier, then one <c>cell</c> line for each cell that the tier sees, in
/// the plan's order, the suppressed ones included. A cell that is not in the tier has no line: it is a function of the plan.
/// References: docs/specs/briefing.md ("The release hash").
/// </remarks>
public static class ReleaseText
{
    /// <summary>The text.</summary>
    public static byte[] Format(string origin, TierTable table)
        => Format(origin, table.Plan.Country, table.Plan.Period, Vintage(table.Plan.Vintage), Sha256Digest.Parse(table.Plan.Hash), table.Terms.Name, Cells(table));

    /// <summary>SHA-256 of the text.</summary>
    public static Sha256Digest Hash(string origin, TierTable table) => Sha256Digest.Of(Format(origin, table));

    internal static Sha256Digest Hash(BriefingDocument document)
        => Sha256Digest.Of(Format(document.Origin, document.Country, document.Period, document.Vintage, document.PlanHash, document.Tier, document.Cells));

    internal static string Vintage(ReleaseVintage vintage) => vintage switch
    {
        ReleaseVintage.Flash => "flash",
        ReleaseVintage.Final => "final",
        _ => throw Fault.Malformed(nameof(vintage), "flash or final"),
    };

    private static byte[] Format(
        string origin, string country, string period, string vintage, Sha256Digest plan, string tier, IEnumerable<BriefingCell> cells)
    {
        StringBuilder text = new(2048);
        text.Append(origin).Append("/release-table/v1\ncountry ").Append(country).Append("\nperiod ").Append(period)
            .Append("\nvintage ").Append(vintage).Append("\nplan ").Append(plan).Append("\ntier ").Append(tier).Append('\n');
        foreach (BriefingCell cell in cells)
        {
            text.Append("cell ").Append(cell.Area ?? "-").Append(' ').Append(cell.Category ?? "-");
            text.Append(cell.IsPublished
                ? $" published {Ascii.Number(cell.About)} {Ascii.Number(cell.Low)} {Ascii.Number(cell.High)}\n"
                : " suppressed\n");
        }

        return Ascii.Utf8(text.ToString());
    }

    private static IEnumerable<BriefingCell> Cells(TierTable table) => table.Cells
        .Where(cell => cell.Status != CellStatus.NotInTier)
        .Select(cell => BriefingContent.ToCell(table.Plan, cell, string.Empty));
}
