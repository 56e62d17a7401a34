namespace Broker.DisclosureControl;

/// <summary>Generalised least squares of a tier's raw values under "country = sum of areas = sum of categories".</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Estimates"). Within a group all variances are equal, so the normal
/// equations fall apart into independent parts: the total, the deviations of areas and of categories from their means, and
/// (with leaves) the interaction. Each part is the inverse-variance mean of the groups that measure it. Only + - × ÷ on
/// IEEE 754 doubles in a fixed order: the same bits on every machine.
/// </remarks>
internal sealed class TierEstimates
{
    private readonly MeasurementPlan plan;
    private readonly double[] values;
    private readonly double[] variances = new double[PlanKeys.Groups.Length];

    private TierEstimates(MeasurementPlan plan)
    {
        this.plan = plan;
        values = new double[plan.Keys.Count];
    }

    internal static TierEstimates Of(MeasurementPlan plan, ReadOnlySpan<long> raw, int noiseFactor)
    {
        var estimates = new TierEstimates(plan);
        var areas = Margin.Of(plan, CellGroup.Area, raw, noiseFactor);
        var categories = Margin.Of(plan, CellGroup.Category, raw, noiseFactor);
        estimates.Fill(raw, noiseFactor, areas, categories);
        return estimates;
    }

    /// <summary>
    /// Under a hard floor, where shifted counts do not add up: each raw value by itself, the shift added back. It stands for the number
    /// where that is above the floor, and is flat below.
    /// </summary>
    internal static TierEstimates EachByItself(MeasurementPlan plan, ReadOnlySpan<long> raw, int noiseFactor, int shift)
    {
        var estimates = new TierEstimates(plan);
        for (var index = 0; index < raw.Length; index++)
        {
            estimates.values[index] = raw[index] + shift;
        }

        foreach (var group in PlanKeys.Groups)
        {
            estimates.variances[(int)group] = noiseFactor * plan.VarianceOf(group).ToDouble();
        }

        return estimates;
    }

    /// <summary>Estimates in the plan's order of cells; they may be negative and add up to rounding error.</summary>
    internal ReadOnlySpan<double> Values => values;

    /// <summary>Variance of each estimate of the group.</summary>
    internal double VarianceOf(CellGroup group) => variances[(int)group];

    private void Fill(ReadOnlySpan<long> raw, int noiseFactor, Margin areas, Margin categories)
    {
        var (rows, columns) = (areas.Count, categories.Count);
        var country = noiseFactor * plan.VarianceOf(CellGroup.Country).ToDouble();
        var leaf = noiseFactor * plan.VarianceOf(CellGroup.Leaf).ToDouble();
        var leafWeight = leaf > 0 ? 1 / (leaf * rows * columns) : 0;
        var (areaWeight, categoryWeight) = (1 / (areas.Variance * rows), 1 / (categories.Variance * columns));
        var totalVariance = 1 / ((1 / country) + areaWeight + categoryWeight + leafWeight);
        var total = totalVariance
            * ((raw[0] / country) + (areas.Sum * areaWeight) + (categories.Sum * categoryWeight) + (areas.LeafSum * leafWeight));

        values[0] = total;
        variances[(int)CellGroup.Country] = totalVariance;
        FillMargin(CellGroup.Area, areas, total, totalVariance);
        FillMargin(CellGroup.Category, categories, total, totalVariance);
        if (leaf > 0)
        {
            FillLeaves(raw, leaf, areas, categories);
        }
    }

    private void FillMargin(CellGroup group, Margin margin, double total, double totalVariance)
    {
        var first = plan.IndexOf(group);
        for (var index = 0; index < margin.Count; index++)
        {
            values[first + index] = (total / margin.Count) + margin.Deviation(index);
        }

        variances[(int)group] = (totalVariance / margin.Count / margin.Count) + margin.DeviationVariance;
    }

    // What is the same for a row or a column is worked out once; each leaf is the same sum in the same order, so the same bits.
    private void FillLeaves(ReadOnlySpan<long> raw, double leaf, Margin areas, Margin categories)
    {
        var (rows, columns) = (areas.Count, categories.Count);
        var first = plan.IndexOf(CellGroup.Leaf);
        var (mean, grand) = (values[0] / rows / columns, areas.LeafGrandMean);
        Span<double> columnMeans = stackalloc double[columns];
        Span<double> columnDeviations = stackalloc double[columns];
        for (var column = 0; column < columns; column++)
        {
            columnMeans[column] = categories.LeafMean(column);
            columnDeviations[column] = categories.Deviation(column) / rows;
        }

        for (var (row, index) = (0, first); row < rows; row++)
        {
            var (rowMean, rowDeviation) = (areas.LeafMean(row), areas.Deviation(row) / columns);
            for (var column = 0; column < columns; column++, index++)
            {
                var interaction = raw[index] - rowMean - columnMeans[column] + grand;
                values[index] = mean + rowDeviation + columnDeviations[column] + interaction;
            }
        }

        variances[(int)CellGroup.Leaf] = (variances[(int)CellGroup.Country] / rows / columns / rows / columns)
            + (areas.DeviationVariance / columns / columns) + (categories.DeviationVariance / rows / rows)
            + (leaf * (1 - (1.0 / rows)) * (1 - (1.0 / columns)));
    }
}
