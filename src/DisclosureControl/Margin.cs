namespace Broker.DisclosureControl;

/// <summary>One margin of a table (areas or categories): what its own cells and the leaves under them say of it.</summary>
internal sealed class Margin
{
    private readonly double[] own;
    private readonly double[] leafSums;
    private readonly int across;
    private readonly double ownWeight;
    private readonly double leafWeight;
    private readonly double ownMean;
    private readonly double leafMean;

    private Margin(double[] own, double[] leafSums, int across, double variance, double leafVariance)
    {
        this.own = own;
        this.leafSums = leafSums;
        this.across = across;
        Variance = variance;
        ownWeight = 1 / variance;
        leafWeight = leafVariance > 0 ? 1 / (leafVariance * across) : 0;
        Sum = InOrder(own);
        LeafSum = InOrder(leafSums);
        ownMean = Sum / own.Length;
        leafMean = LeafSum / own.Length;
    }

    internal int Count => own.Length;

    /// <summary>Variance of each of the margin's own raw values.</summary>
    internal double Variance { get; }

    internal double Sum { get; }

    internal double LeafSum { get; }

    internal double LeafGrandMean => LeafSum / Count / across;

    internal double DeviationVariance => (1 - (1.0 / Count)) / (ownWeight + leafWeight);

    internal static Margin Of(MeasurementPlan plan, CellGroup group, ReadOnlySpan<long> raw, int noiseFactor)
    {
        var isArea = group == CellGroup.Area;
        var (areas, categories) = (plan.Areas.Count, plan.Categories.Count);
        var own = new double[isArea ? areas : categories];
        var cells = raw.Slice(plan.IndexOf(group), own.Length);
        for (var index = 0; index < own.Length; index++)
        {
            own[index] = cells[index];
        }

        var leafSums = new double[own.Length];
        if (plan.HasGroup(CellGroup.Leaf))
        {
            AddLeaves(raw.Slice(plan.IndexOf(CellGroup.Leaf), areas * categories), categories, isArea, leafSums);
        }

        return new Margin(
            own, leafSums, isArea ? categories : areas,
            noiseFactor * plan.VarianceOf(group).ToDouble(), noiseFactor * plan.VarianceOf(CellGroup.Leaf).ToDouble());
    }

    /// <summary>Best estimate of how far the cell is above the margin's mean.</summary>
    internal double Deviation(int index) =>
        ((ownWeight * (own[index] - ownMean)) + (leafWeight * (leafSums[index] - leafMean))) / (ownWeight + leafWeight);

    internal double LeafMean(int index) => leafSums[index] / across;

    private static void AddLeaves(ReadOnlySpan<long> leaves, int categories, bool isArea, double[] sums)
    {
        for (var (leaf, area) = (0, 0); leaf < leaves.Length; area++)
        {
            for (var category = 0; category < categories; category++, leaf++)
            {
                sums[isArea ? area : category] += leaves[leaf];
            }
        }
    }

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
