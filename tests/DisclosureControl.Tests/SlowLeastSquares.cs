namespace Broker.DisclosureControl.Tests;

/// <summary>Weighted least squares by the normal equations, without using the shape of the table.</summary>
internal static class SlowLeastSquares
{
    /// <summary>Estimate and variance of each cell.</summary>
    internal static (double Estimate, double Variance)[] Solve(MeasurementPlan plan, Func<int, long> raw, int noiseFactor)
    {
        var (design, inverse, right) = NormalEquations(plan, raw, noiseFactor);
        return [.. design.Select(row => (Product(row, inverse, right), Product(row, inverse, row)))];
    }

    /// <summary>Variance of the sum of the estimates of some cells.</summary>
    internal static double VarianceOfSum(MeasurementPlan plan, int noiseFactor, IEnumerable<CellKey> cells)
    {
        var (_, inverse, right) = NormalEquations(plan, _ => 0, noiseFactor);
        var row = new double[right.Length];
        foreach (var cell in cells)
        {
            row = [.. row.Zip(Row(plan, cell), (sum, part) => sum + part)];
        }

        return Product(row, inverse, row);
    }

    private static (double[][] Design, double[,] Inverse, double[] Right) NormalEquations(MeasurementPlan plan, Func<int, long> raw, int noiseFactor)
    {
        var design = plan.Keys.Select(key => Row(plan, key)).ToArray();
        var size = design[0].Length;
        var normal = new double[size, 2 * size];
        var right = new double[size];
        for (var query = 0; query < design.Length; query++)
        {
            var weight = 1 / (noiseFactor * plan.VarianceOf(plan.Keys[query].Group).ToDouble());
            for (var i = 0; i < size; i++)
            {
                right[i] += weight * design[query][i] * raw(query);
                for (var j = 0; j < size; j++)
                {
                    normal[i, j] += weight * design[query][i] * design[query][j];
                }
            }
        }

        return (design, Invert(normal, size), right);
    }

    // Parameters: the leaves where they are measured; else the areas and all categories but the last.
    private static double[] Row(MeasurementPlan plan, CellKey key)
    {
        var (areas, categories) = (plan.Areas.Count, plan.Categories.Count);
        if (plan.HasGroup(CellGroup.Leaf))
        {
            return [.. Enumerable.Range(0, areas * categories).Select(leaf =>
                (key.Area < 0 || key.Area == leaf / categories) && (key.Category < 0 || key.Category == leaf % categories) ? 1.0 : 0.0)];
        }

        var row = new double[areas + categories - 1];
        for (var area = 0; area < areas; area++)
        {
            row[area] = key.Group == CellGroup.Country || key.Area == area || key.Category == categories - 1 ? 1 : 0;
        }

        for (var category = 0; category < categories - 1; category++)
        {
            row[areas + category] = key.Category == category ? 1 : key.Category == categories - 1 ? -1 : 0;
        }

        return row;
    }

    private static double Product(double[] left, double[,] matrix, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                sum += left[i] * matrix[i, j] * right[j];
            }
        }

        return sum;
    }

    private static double[,] Invert(double[,] matrix, int size)
    {
        for (var i = 0; i < size; i++)
        {
            matrix[i, size + i] = 1;
        }

        for (var pivot = 0; pivot < size; pivot++)
        {
            var scale = matrix[pivot, pivot]; // positive definite: never nought
            for (var j = 0; j < 2 * size; j++)
            {
                matrix[pivot, j] /= scale;
            }

            for (var i = 0; i < size; i++)
            {
                var factor = i == pivot ? 0 : matrix[i, pivot];
                for (var j = 0; factor != 0 && j < 2 * size; j++)
                {
                    matrix[i, j] -= factor * matrix[pivot, j];
                }
            }
        }

        var inverse = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                inverse[i, j] = matrix[i, size + j];
            }
        }

        return inverse;
    }
}
