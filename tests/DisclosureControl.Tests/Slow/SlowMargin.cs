namespace Broker.DisclosureControl.Tests;

/// <summary>The first form of <see cref="Margin"/>: one margin of a table (areas or categories): what its own cells and the leaves under them say of it.</summary>
internal sealed class SlowMargin
{
    private readonly double[] own;
    private readonly double[] leafSums;
    private readonly int across;
    private readonly double ownWeight;
    private readonly double leafWeight;

    private SlowMargin(double[] own, double[] leafSums, int across, double variance, double leafVariance)
    {
        this.own = own;
        this.leafSums = leafSums;
        this.across = across;
        Variance = variance;
        ownWeight = 1 / variance;
        leafWeight = leafVariance > 0 ? 1 / (leafVariance * across) : 0;
        Sum = InOrder(own);
        LeafSum = InOrder(leafSums);
    }

    internal int Count => own.Length;

    /// <summary>Variance of each of the margin's own raw values.</summary>
    internal double Variance { get; }

    internal double Sum { get; }

    internal double LeafSum { get; }

    internal double LeafGrandMean => LeafSum / Count / across;

    internal double DeviationVariance => (1 - (1.0 / Count)) / (ownWeight + leafWeight);

    internal static SlowMargin Of(MeasurementPlan plan, CellGroup group, Func<int, long> raw, int noiseFactor)
    {
        var (areas, categories) = (plan.Areas.Count, plan.Categories.Count);
        var count = group == CellGroup.Area ? areas : categories;
        var first = plan.IndexOf(group);
        var own = Enumerable.Range(0, count).Select(index => (double)raw(first + index)).ToArray();
        var leafSums = new double[count];
        for (var leaf = 0; plan.HasGroup(CellGroup.Leaf) && leaf < areas * categories; leaf++)
        {
            leafSums[group == CellGroup.Area ? leaf / categories : leaf % categories] += raw(plan.IndexOf(CellGroup.Leaf) + leaf);
        }

        return new SlowMargin(
            own, leafSums, group == CellGroup.Area ? categories : areas,
            noiseFactor * plan.VarianceOf(group).ToDouble(), noiseFactor * plan.VarianceOf(CellGroup.Leaf).ToDouble());
    }

    /// <summary>Best estimate of how far the cell is above the margin's mean.</summary>
    internal double Deviation(int index) =>
        ((ownWeight * (own[index] - (Sum / Count))) + (leafWeight * (leafSums[index] - (LeafSum / Count)))) / (ownWeight + leafWeight);

    internal double LeafMean(int index) => leafSums[index] / across;

    // One addition after the other: a library's sum may use wider registers on another machine and round otherwise.
    private static double InOrder(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
