using System.Runtime.CompilerServices;

namespace Broker.DisclosureControl.Tests;

/// <summary>Each tier gets the exact sum of its strata with noise of its own multiple: tiers that pool their tables average it away.</summary>
internal sealed class FreshNoiseForEachTier : Mechanism
{
    private readonly ConditionalWeakTable<MeasuredTable, long[][]> tiers = [];

    internal override string Name => "fresh noise per tier";

    internal override MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random)
    {
        var table = Plans.Run(plan, records, random);
        var counts = Counts(plan, records);
        tiers.Add(table, [.. plan.Tiers.Select((tier, index) => Enumerable.Range(0, plan.Keys.Count)
            .Select(cell => Enumerable.Range(0, index + 1).Sum(stratum => counts[stratum][cell])
                + Draw(plan.VarianceOf(plan.Keys[cell].Group).Times(tier.NoiseMultiple), random)).ToArray())]);
        return table;
    }

    internal override long Raw(MeasuredTable table, int tier, int cell) => tiers.TryGetValue(table, out var rows) ? rows[tier][cell] : table.Raw(tier, cell);
}
