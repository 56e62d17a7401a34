namespace Broker.DisclosureControl.Tests;

/// <summary>The first form of the estimates, one cell after the other through a function; <see cref="TierEstimates"/> must give the same bits. Generalised least squares of a tier's raw values under "country = sum of areas = sum of categories".</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Estimates"). Within a group all variances are equal, so the normal
/// equations fall apart into independent parts: the total, the deviations of areas and of categories from their means, and
/// (with leaves) the interaction. Each part is the inverse-variance mean of the groups that measure it. Only + - × ÷ on
/// IEEE 754 doubles in a fixed order: the same bits on every machine.
/// </remarks>
internal sealed class SlowEstimates
{
    private readonly MeasurementPlan plan;
    private readonly double[] values;
    private readonly double[] variances = new double[PlanKeys.Groups.Length];

    private SlowEstimates(MeasurementPlan plan)
    {
        this.plan = plan;
        values = new double[plan.Keys.Count];
    }

    internal static SlowEstimates Of(MeasurementPlan plan, Func<int, long> raw, int noiseFactor)
    {
        var estimates = new SlowEstimates(plan);
        var areas = SlowMargin.Of(plan, CellGroup.Area, raw, noiseFactor);
        var categories = SlowMargin.Of(plan, CellGroup.Category, raw, noiseFactor);
        estimates.Fill(raw, noiseFactor, areas, categories);
        return estimates;
    }

    /// <summary>Estimates in the plan's order of cells; they may be negative and add up to rounding error.</summary>
    internal ReadOnlySpan<double> Values => values;

    /// <summary>Variance of each estimate of the group.</summary>
    internal double VarianceOf(CellGroup group) => variances[(int)group];

    private void Fill(Func<int, long> raw, int noiseFactor, SlowMargin areas, SlowMargin categories)
    {
        var (rows, columns) = (areas.Count, categories.Count);
        var country = noiseFactor * plan.VarianceOf(CellGroup.Country).ToDouble();
        var leaf = noiseFactor * plan.VarianceOf(CellGroup.Leaf).ToDouble();
        var leafWeight = leaf > 0 ? 1 / (leaf * rows * columns) : 0;
        var (areaWeight, categoryWeight) = (1 / (areas.Variance * rows), 1 / (categories.Variance * columns));
        var totalVariance = 1 / ((1 / country) + areaWeight + categoryWeight + leafWeight);
        var total = totalVariance
            * ((raw(0) / country) + (areas.Sum * areaWeight) + (categories.Sum * categoryWeight) + (areas.LeafSum * leafWeight));

        values[0] = total;
        variances[(int)CellGroup.Country] = totalVariance;
        FillMargin(CellGroup.Area, areas, total, totalVariance);
        FillMargin(CellGroup.Category, categories, total, totalVariance);
        if (leaf > 0)
        {
            FillLeaves(raw, leaf, areas, categories);
        }
    }

    private void FillMargin(CellGroup group, SlowMargin margin, double total, double totalVariance)
    {
        var first = plan.IndexOf(group);
        for (var index = 0; index < margin.Count; index++)
        {
            values[first + index] = (total / margin.Count) + margin.Deviation(index);
        }

        variances[(int)group] = (totalVariance / margin.Count / margin.Count) + margin.DeviationVariance;
    }

    private void FillLeaves(Func<int, long> raw, double leaf, SlowMargin areas, SlowMargin categories)
    {
        var (rows, columns) = (areas.Count, categories.Count);
        var first = plan.IndexOf(CellGroup.Leaf);
        for (var index = 0; index < rows * columns; index++)
        {
            var (row, column) = (index / columns, index % columns);
            var interaction = raw(first + index) - areas.LeafMean(row) - categories.LeafMean(column) + areas.LeafGrandMean;
            values[first + index] = (values[0] / rows / columns) + (areas.Deviation(row) / columns)
                + (categories.Deviation(column) / rows) + interaction;
        }

        variances[(int)CellGroup.Leaf] = (variances[(int)CellGroup.Country] / rows / columns / rows / columns)
            + (areas.DeviationVariance / columns / columns) + (categories.DeviationVariance / rows / rows)
            + (leaf * (1 - (1.0 / rows)) * (1 - (1.0 / columns)));
    }
}
