using System.Globalization;
using Broker.DisclosureControl;

namespace Broker.Tests.Figures;

/// <summary>How often ranges hold the truth, how far numbers are off on average, how much is shown: for one tier and group of cells.</summary>
internal sealed class CoverageTally
{
    private int cells;
    private int covered;
    private int shown;
    private int shownCovered;
    private double error;
    private double reach;

    internal double Coverage => (double)covered / cells;

    internal double Bias => error / cells;

    /// <summary>Standard error of <see cref="Bias"/>, from the plan's own variance.</summary>
    internal double BiasError(double variance) => Math.Sqrt(variance / cells);

    internal void Add(double estimate, double variance, TierCell cell, long truth)
    {
        var half = Derive.IntervalQuantile * Math.Sqrt(variance);
        cells++;
        covered += Math.Abs(estimate - truth) <= half ? 1 : 0;
        error += estimate - truth;
        reach += half;
        if (cell.Status == CellStatus.Published)
        {
            shown++;
            shownCovered += cell.Low <= truth && truth <= cell.High ? 1 : 0;
        }
    }

    /// <summary>Cells of the table's row: shown, half-width, mean error, covered over all cells and over those shown.</summary>
    internal string Row() => string.Create(
        CultureInfo.InvariantCulture,
        $"{100.0 * shown / cells:F1} % | ± {reach / cells:F1} | {Signed(error / cells)} | {100 * Coverage:F1} % | {(shown < 50 ? "–" : $"{(100.0 * shownCovered / shown).ToString("F1", CultureInfo.InvariantCulture)} %")}");

    private static string Signed(double value)
    {
        var rounded = Math.Round(value, 2);
        return rounded == 0 ? "0.00" : rounded.ToString("+0.00;-0.00", CultureInfo.InvariantCulture);
    }
}
