using System.Globalization;
using System.Text;
using Broker.DisclosureControl;

namespace Broker.Tests.Figures;

/// <summary>The finals of the sample's three years: what one run shows, and how often ranges hold the truth over many.</summary>
internal sealed class SampleFigures(SampleYears years)
{
    internal const string Seed = "sample years 1";
    private const int Runs = 300;
    private const int Elected = 1;

    // In how many runs the elected members see a cell.
    private readonly Dictionary<(FourWeekBlock Block, int Cell), int> shown = [];

    /// <summary>By tier and group.</summary>
    internal SortedDictionary<(int Tier, CellGroup Group), CoverageTally> Tallies { get; } = [];

    internal void Write(StringBuilder text)
    {
        Tally();
        WriteOneRun(text);
        text.Append(CultureInfo.InvariantCulture, $"\nOver {Runs} runs of these {years.Blocks.Length} blocks (seeds `{Seed} 0` to `{Runs - 1}`):\n\n");
        text.Append("| tier | cells | shown | half-width | mean error | ranges that hold the truth, all cells | of those shown |\n|---|---|---|---|---|---|---|\n");
        foreach (var ((tier, group), tally) in Tallies)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {years.Blocks[0].Plan.Tiers[tier].Name} | {group.ToString().ToLowerInvariant()} | {tally.Row()} |\n");
        }
    }

    private void WriteOneRun(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"One run (seed `{Seed} 0`), the elected members' table; a prefecture that is not named: {Wording.TooFew}. Beside it, how often what is shown in {Runs} runs (prefectures from one run in twenty).\n\n");
        text.Append("| block | from | issued | country | prefectures | country shown | prefectures shown |\n|---|---|---|---|---|---|---|\n");
        foreach (var table in years.Runs(1, Seed).Single())
        {
            var cells = Derive.Tier(table.Plan, table, Elected, null).Cells;
            var areas = cells.Where(cell => cell.Key.Group == CellGroup.Area && cell.Status == CellStatus.Published)
                .Select(cell => $"{Name(table.Plan.Areas[cell.Key.Area])}: {Wording.Number(cell)}").ToArray();
            var block = table.Plan.MeasuredPeriod.Block;
            text.Append(CultureInfo.InvariantCulture, $"| {block.Id} | {block.Start:yyyy-MM-dd} | {Issue(block, Elected)} | {Wording.Number(cells[0])} | {Listed(areas)} | {Share(block, 0)} | {Listed(Often(table.Plan, block))} |\n");
        }
    }

    private static string Listed(string[] parts) => parts.Length == 0 ? "–" : string.Join("; ", parts);

    private string[] Often(MeasurementPlan plan, FourWeekBlock block) =>
    [
        .. Enumerable.Range(0, plan.Keys.Count).Where(cell => plan.Keys[cell].Group == CellGroup.Area && shown.GetValueOrDefault((block, cell)) * 20 >= Runs)
            .Select(cell => $"{Name(plan.Areas[plan.Keys[cell].Area])} {Share(block, cell)}"),
    ];

    private string Share(FourWeekBlock block, int cell) => $"{(100.0 * shown.GetValueOrDefault((block, cell)) / Runs).ToString("F0", CultureInfo.InvariantCulture)} %";

    /// <summary>The day on which a tier's final of a block is out, by the calendar and the policy's delay.</summary>
    internal string Issue(FourWeekBlock block, int tier) => (block.FinalCutOff + years.Policy.Tiers[tier].Delay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal string Name(string area) => years.Gazetteer.Find(area)?.Name ?? "no prefecture given";

    private void Tally()
    {
        foreach (var run in years.Runs(Runs, Seed))
        {
            for (var block = 0; block < run.Length; block++)
            {
                for (var tier = 0; tier < run[block].Plan.Tiers.Count; tier++)
                {
                    Add(run[block], tier, years.Blocks[block].Truth);
                }
            }
        }
    }

    private void Add(MeasuredTable measured, int tier, long[] truth)
    {
        var plan = measured.Plan;
        var estimates = Derive.Estimates(plan, measured, tier);
        var table = Derive.Tier(plan, measured, tier, null);
        for (var index = 0; index < plan.Keys.Count; index++)
        {
            var group = plan.Keys[index].Group;
            if (plan.Tiers[tier].Groups.Contains(group))
            {
                if (!Tallies.TryGetValue((tier, group), out var tally))
                {
                    Tallies.Add((tier, group), tally = new CoverageTally());
                }

                var block = plan.MeasuredPeriod.Block;
                shown[(block, index)] = shown.GetValueOrDefault((block, index)) + (tier == Elected && table.Cells[index].Status == CellStatus.Published ? 1 : 0);
                tally.Add(estimates.Values[index], estimates.VarianceOf(group), table.Cells[index], truth[index]);
            }
        }
    }
}
