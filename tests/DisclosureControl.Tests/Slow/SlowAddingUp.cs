namespace Broker.DisclosureControl.Tests;

/// <summary>The first form of <see cref="AddingUp"/>, which must give the same numbers. Whole, non-negative numbers that add up: country = areas = categories, and leaves to both.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Adding up"). From the top down: a part's estimates are projected on the
/// non-negative numbers of the given sum (water filling: one level is taken off all, what is below nought stays nought),
/// then rounded by largest remainder; equal remainders go to the earlier cell. Clipping each cell alone and summing would
/// add a bias of many sources.
/// </remarks>
internal static class SlowAddingUp
{
    internal static long[] Numbers(MeasurementPlan plan, ReadOnlySpan<double> estimates)
    {
        var numbers = new long[plan.Keys.Count];
        numbers[0] = (long)Math.Round(Math.Max(0, estimates[0]), MidpointRounding.AwayFromZero);
        FillPart(numbers, estimates, plan.IndexOf(CellGroup.Area), plan.Areas.Count, numbers[0]);
        FillPart(numbers, estimates, plan.IndexOf(CellGroup.Category), plan.Categories.Count, numbers[0]);
        if (plan.HasGroup(CellGroup.Leaf))
        {
            var first = plan.IndexOf(CellGroup.Leaf);
            for (var area = 0; area < plan.Areas.Count; area++)
            {
                var start = first + (area * plan.Categories.Count);
                FillPart(numbers, estimates, start, plan.Categories.Count, numbers[plan.IndexOf(CellGroup.Area) + area]);
            }

            MatchCategories(plan, numbers, estimates);
        }

        return numbers;
    }

    /// <summary>Non-negative whole numbers near the targets whose sum is exactly <paramref name="total"/>.</summary>
    internal static long[] Split(ReadOnlySpan<double> targets, long total)
    {
        var level = Level(targets, total);
        var parts = new long[targets.Length];
        var remainders = new double[targets.Length];
        var left = total;
        for (var index = 0; index < parts.Length && total > 0; index++)
        {
            var real = Math.Max(0, targets[index] - level);
            parts[index] = (long)Math.Floor(real);
            remainders[index] = real - parts[index];
            left -= parts[index];
        }

        foreach (var index in Enumerable.Range(0, parts.Length).OrderByDescending(index => remainders[index]).ThenBy(index => index))
        {
            if (left <= 0)
            {
                break;
            }

            parts[index]++;
            left--;
        }

        return parts;
    }

    // The level whose excesses sum to the total: over the m largest targets it is (their sum - total)/m, for the largest m
    // whose smallest member still reaches it.
    private static double Level(ReadOnlySpan<double> targets, long total)
    {
        var descending = targets.ToArray();
        Array.Sort(descending, (left, right) => right.CompareTo(left));
        var (sum, level) = (0.0, 0.0);
        for (var count = 1; count <= descending.Length; count++)
        {
            sum += descending[count - 1];
            var trial = (sum - total) / count;
            if (count > 1 && descending[count - 1] <= trial)
            {
                break;
            }

            level = trial;
        }

        return level;
    }

    private static void FillPart(long[] numbers, ReadOnlySpan<double> estimates, int start, int count, long total) =>
        Split(estimates.Slice(start, count), total).CopyTo(numbers, start);

    // Leaves already add up to areas. Units move within an area from a category that has too many to one that has too few,
    // where it costs least; each move brings the categories nearer by one, so this ends.
    private static void MatchCategories(MeasurementPlan plan, long[] numbers, ReadOnlySpan<double> estimates)
    {
        var columns = plan.Categories.Count;
        var (first, margin) = (plan.IndexOf(CellGroup.Leaf), plan.IndexOf(CellGroup.Category));
        var surplus = new long[columns];
        for (var column = 0; column < columns; column++)
        {
            surplus[column] = -numbers[margin + column];
            for (var row = 0; row < plan.Areas.Count; row++)
            {
                surplus[column] += numbers[first + (row * columns) + column];
            }
        }

        int from;
        while ((from = Array.FindIndex(surplus, units => units > 0)) >= 0)
        {
            var to = Array.FindIndex(surplus, units => units < 0);
            var row = CheapestRow(plan, numbers, estimates, from, to);
            numbers[first + (row * columns) + from]--;
            numbers[first + (row * columns) + to]++;
            surplus[from]--;
            surplus[to]++;
        }
    }

    private static int CheapestRow(MeasurementPlan plan, long[] numbers, ReadOnlySpan<double> estimates, int from, int to)
    {
        var (best, bestCost) = (-1, double.PositiveInfinity);
        for (var row = 0; row < plan.Areas.Count; row++)
        {
            var start = plan.IndexOf(CellGroup.Leaf) + (row * plan.Categories.Count);
            var cost = (estimates[start + from] - numbers[start + from]) - (estimates[start + to] - numbers[start + to]);
            if (numbers[start + from] > 0 && cost < bestCost)
            {
                (best, bestCost) = (row, cost);
            }
        }

        return best;
    }
}
