using System.Globalization;
using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>What people read of a simulation: how often each cell is shown, and what is shown then, on average.</summary>
internal sealed class SimulationTotals(MeasurementPlan plan)
{
    private readonly Total[,] totals = new Total[plan.Tiers.Count, plan.Keys.Count];
    private int runs;

    public void Add(TierTable[] tables)
    {
        runs++;
        for (var tier = 0; tier < tables.Length; tier++)
        {
            for (var index = 0; index < plan.Keys.Count; index++)
            {
                totals[tier, index].Add(tables[tier].Cells[index]);
            }
        }
    }

    /// <summary>A block of lines a tier; cells that were never shown are counted and not listed.</summary>
    public IEnumerable<string> Lines()
    {
        for (var tier = 0; tier < plan.Tiers.Count; tier++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"tier {plan.Tiers[tier].Name}: shown in % of {runs} runs; number and range, on average where shown");
            var (seen, never) = (false, 0);
            for (var index = 0; index < plan.Keys.Count; index++)
            {
                if (totals[tier, index] is { Shown: > 0 } total)
                {
                    seen = true;
                    yield return total.Line(SimulationText.CellName(plan, plan.Keys[index]), runs);
                }
                else if (plan.Tiers[tier].Groups.Contains(plan.Keys[index].Group))
                {
                    never++;
                }
            }

            yield return string.Create(CultureInfo.InvariantCulture, $"  {(seen ? "other cells" : "cells")} of this tier, never shown: {never}");
        }

        yield return Wording.FixedSentence;
    }

    private struct Total
    {
        private long estimates;
        private long lows;
        private long highs;

        public int Shown { get; private set; }

        public void Add(TierCell cell)
        {
            if (cell.Status == CellStatus.Published)
            {
                Shown++;
                estimates += cell.Estimate;
                lows += cell.Low;
                highs += cell.High;
            }
        }

        public readonly string Line(string name, int runs) => string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-28} {100.0 * Shown / runs,6:F1} %   about {(double)estimates / Shown,8:F1}   likely between {(double)lows / Shown:F1} and {(double)highs / Shown:F1}");
    }
}
