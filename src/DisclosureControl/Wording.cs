using System.Globalization;

namespace Broker.DisclosureControl;

/// <summary>The sentences of a release in English: always the range, never a bare number, never a decimal.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Words"). Names of places and kinds come from the caller. "Too few to say"
/// and "none" share one phrase because telling them apart would tell that somebody reported.
/// </remarks>
public static class Wording
{
    /// <summary>Stands for a suppressed cell, whatever the cause.</summary>
    public const string TooFew = "too few to say, or none";

    /// <summary>Stands for a cell that the tier's terms leave out.</summary>
    public const string NotInTier = "not part of this table";

    /// <summary>Goes with every table.</summary>
    public const string FixedSentence =
        "The range covers only the noise that protects sources; it does not cover what nobody reported.";

    /// <summary>Goes with every table of a plan that has a hard floor.</summary>
    /// <param name="floor">k, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The floor is below 1.</exception>
    public static string HardFloorSentence(int floor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(floor, 1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Behind each number shown stand at least {floor} separate sources. Reports under different caveats are counted apart, each against that floor; the range allows for those that did not reach it.");
    }

    /// <summary>"About 42 separate sources reported killings in Bangui in this period (likely between 21 and 64)."</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="what">What was reported, as "killings".</param>
    /// <param name="where">Where, with its preposition, as "in Bangui".</param>
    /// <param name="when">When, with its preposition, as "in this period".</param>
    public static string Sentence(TierCell cell, string what, string where, string when) => cell.Status switch
    {
        CellStatus.Published => string.Create(
            CultureInfo.InvariantCulture,
            $"About {cell.Estimate} separate {(cell.Estimate == 1 ? "source" : "sources")} reported {what} {where} {when} ({Range(cell)})."),
        CellStatus.Suppressed => $"Separate sources that reported {what} {where} {when}: {TooFew}.",
        _ => $"Separate sources that reported {what} {where} {when}: {NotInTier}.",
    };

    /// <summary>"about 42 (likely between 21 and 64)", or the words for a cell without numbers.</summary>
    public static string Number(TierCell cell) => cell.Status switch
    {
        CellStatus.Published => string.Create(CultureInfo.InvariantCulture, $"about {cell.Estimate} ({Range(cell)})"),
        CellStatus.Suppressed => TooFew,
        _ => NotInTier,
    };

    /// <summary>"likely between 21 and 64".</summary>
    /// <exception cref="ArgumentException">The cell is not published.</exception>
    public static string Range(TierCell cell) => cell.Status == CellStatus.Published
        ? string.Create(CultureInfo.InvariantCulture, $"likely between {cell.Low} and {cell.High}")
        : throw new ArgumentException("the cell has no numbers");

    /// <summary>
    /// "more than in the previous period" or "fewer than in the previous period", only when both cells are published and
    /// the difference is more than 1.96·√(v1 + v2); otherwise false: the noise alone could explain it.
    /// </summary>
    /// <param name="earlier">The cell in the period before.</param>
    /// <param name="later">The cell with the same coordinates in this period.</param>
    /// <param name="roundTo">The step that both were rounded to: so much of the difference may be rounding.</param>
    /// <param name="words">The words.</param>
    public static bool TryChange(TierCell earlier, TierCell later, int roundTo, out string words)
    {
        words = "";
        if (earlier.Key != later.Key || earlier.Status != CellStatus.Published || later.Status != CellStatus.Published)
        {
            return false;
        }

        var difference = later.Estimate - earlier.Estimate;
        if (Math.Abs(difference) - (roundTo - 1) <= Derive.IntervalQuantile * Math.Sqrt(earlier.Variance + later.Variance))
        {
            return false;
        }

        words = difference > 0 ? "more than in the previous period" : "fewer than in the previous period";
        return true;
    }
}
