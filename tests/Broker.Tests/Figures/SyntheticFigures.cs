using System.Globalization;
using System.Text;
using Broker.DisclosureControl;
using Broker.DisclosureControl.Tests;

namespace Broker.Tests.Figures;

/// <summary>Coverage, bias and shown cells of made-up countries with 20, 200 and 2,000 sources a week.</summary>
internal static class SyntheticFigures
{
    internal const string Seed = "synthetic country 1";

    private static readonly (int Weekly, VolumeClass Volume, int Releases)[] Countries =
        [(20, VolumeClass.Small, 1_000), (200, VolumeClass.Medium, 1_000), (2_000, VolumeClass.Large, 1_000)];

    internal static Dictionary<(int Weekly, int Tier, CellGroup Group), (CoverageTally Tally, double Variance)> Tallies { get; } = [];

    internal static void Write(StringBuilder text, SampleYears years)
    {
        text.Append(CultureInfo.InvariantCulture, $"Each country has the areas and kinds of the Central African Republic, the tiers of `policies/caf-2013.yaml`, 40 organisations, and its sources spread unevenly: half of them in 3 areas. Seed `{Seed}`.\n\n");
        text.Append("| sources a week | class | releases | tier | cells | shown | half-width | mean error | ranges that hold the truth, all cells | of those shown |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var (weekly, volume, releases) in Countries)
        {
            var random = new SeededRandom($"{Seed} {weekly}");
            var plan = Briefings.PolicyPlan.Of(years.Policy, "2014-02", ReleaseVintage.Final, volume, years.Gazetteer.AreaCodes);
            using MeasuredBlock block = new(plan, Country(plan, 4 * weekly, random));
            Tally(weekly, block, releases, random);
            foreach (var ((_, tier, group), (tally, _)) in Tallies.Where(entry => entry.Key.Weekly == weekly).OrderBy(entry => entry.Key.Tier).ThenBy(entry => entry.Key.Group))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {weekly} | {volume.ToString()[0]} | {releases} | {plan.Tiers[tier].Name} | {group.ToString().ToLowerInvariant()} | {tally.Row()} |\n");
            }
        }
    }

    private static void Tally(int weekly, MeasuredBlock block, int releases, SeededRandom random)
    {
        for (var release = 0; release < releases; release++)
        {
            var measured = block.Measure(random);
            for (var tier = 0; tier < block.Plan.Tiers.Count; tier++)
            {
                var estimates = Derive.Estimates(block.Plan, measured, tier);
                var table = Derive.Tier(block.Plan, measured, tier, null);
                for (var index = 0; index < block.Plan.Keys.Count; index++)
                {
                    var group = block.Plan.Keys[index].Group;
                    if (block.Plan.Tiers[tier].Groups.Contains(group))
                    {
                        if (!Tallies.TryGetValue((weekly, tier, group), out var entry))
                        {
                            Tallies.Add((weekly, tier, group), entry = (new CoverageTally(), estimates.VarianceOf(group)));
                        }

                        entry.Tally.Add(estimates.Values[index], estimates.VarianceOf(group), table.Cells[index], block.Truth[index]);
                    }
                }
            }
        }
    }

    private static List<Contribution> Country(MeasurementPlan plan, int sources, SeededRandom random) =>
    [
        .. Enumerable.Range(0, sources).Select(source => new Contribution(
            new SourceKey((UInt128)source),
            new OrganisationKey((ulong)random.Below(40)),
            random.Below(2) == 0 ? random.Below(3) : random.Below(plan.Areas.Count),
            Math.Min(random.Below(plan.Categories.Count), random.Below(plan.Categories.Count)),
            0)),
    ];
}
