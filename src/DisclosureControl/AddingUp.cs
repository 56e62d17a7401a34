namespace Broker.DisclosureControl;

/// <summary>Whole, non-negative numbers that add up: country = areas = categories, and leaves to both.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Adding up"). From the top down: a part's estimates are projected on the
/// non-negative numbers of the given sum (water filling: one level is taken off all, what is below nought stays nought),
/// then rounded by largest remainder; equal remainders go to the earlier cell. Clipping each cell alone and summing would
/// add a bias of many sources.
/// </remarks>
internal static class AddingUp
{
    // Most areas that a plan can have.
    private const int OnStack = 512;

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
        var parts = new long[targets.Length];
        SplitInto(parts, targets, total);
        return parts;
    }

    private static void SplitInto(Span<long> parts, ReadOnlySpan<double> targets, long total)
    {
        parts.Clear();
        if (total <= 0)
        {
            return;
        }

        Span<double> remainders = targets.Length <= OnStack ? stackalloc double[targets.Length] : new double[targets.Length];
        var level = Level(targets, total, remainders);
        var left = total;
        for (var index = 0; index < parts.Length; index++)
        {
            var real = Math.Max(0, targets[index] - level);
            parts[index] = (long)Math.Floor(real);
            remainders[index] = real - parts[index];
            left -= parts[index];
        }

        for (var given = 0; left > 0 && given < parts.Length; given++, left--)
        {
            var largest = Largest(remainders);
            parts[largest]++;
            remainders[largest] = -1; // a remainder is at least 0: nobody gets two
        }
    }

    private static int Largest(ReadOnlySpan<double> remainders)
    {
        var best = 0;
        for (var index = 1; index < remainders.Length; index++)
        {
            best = remainders[index] > remainders[best] ? index : best;
        }

        return best;
    }

    // The level whose excesses sum to the total: over the m largest targets it is (their sum - total)/m, for the largest m
    // whose smallest member still reaches it.
    private static double Level(ReadOnlySpan<double> targets, long total, Span<double> ascending)
    {
        targets.CopyTo(ascending);
        ascending.Sort();
        var (sum, level) = (0.0, 0.0);
        for (var count = 1; count <= ascending.Length; count++)
        {
            var next = ascending[^count];
            sum += next;
            var trial = (sum - total) / count;
            if (count > 1 && next <= trial)
            {
                break;
            }

            level = trial;
        }

        return level;
    }

    private static void FillPart(long[] numbers, ReadOnlySpan<double> estimates, int start, int count, long total) =>
        SplitInto(numbers.AsSpan(start, count), estimates.Slice(start, count), total);

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
