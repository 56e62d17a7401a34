using System.Runtime.CompilerServices;

namespace Broker.DisclosureControl.Tests;

/// <summary>Good noise, and a number is shown iff the exact count reaches k: the classic rule of small cells.</summary>
internal sealed class ExactThreshold : Mechanism
{
    private readonly ConditionalWeakTable<MeasuredTable, long[][]> exact = [];

    internal override string Name => "exact k";

    internal override MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random)
    {
        var table = Plans.Run(plan, records, random);
        exact.Add(table, Counts(plan, records));
        return table;
    }

    internal override bool Shows(MeasurementPlan plan, MeasuredTable table, int tier, int cell) =>
        exact.TryGetValue(table, out var counts)
        && Enumerable.Range(0, tier + 1).Sum(stratum => counts[stratum][cell]) >= plan.Tiers[tier].SourceThreshold;
}
