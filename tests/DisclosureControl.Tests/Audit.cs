namespace Broker.DisclosureControl.Tests;

/// <summary>
/// The distinguishing audit: given what a reader holds in runs on D and in runs on D + g, picks the events that tell them apart best
/// on one half of the runs, and judges on the other half whether any breaks the bound of the claimed cost:
/// P_B at most Phi(Phi⁻¹(P_A) + g·√(2 rho)), both ways round, with Clopper-Pearson limits at 1e-6/80.
/// </summary>
internal static class Audit
{
    private const double Alpha = 1e-6 / 80;
    private const int EventsAFeature = 4;

    /// <summary>Whether some event proves that the mechanism costs more than claimed.</summary>
    /// <param name="without">One row of features for each run on D.</param>
    /// <param name="with">The same on D + g.</param>
    /// <param name="shift">g·√(2 rho) of the claim.</param>
    internal static bool Breaks(double[][] without, double[][] with, double shift) =>
        Enumerable.Range(0, without[0].Length).Any(feature => Breaks(without, with, feature, shift));

    /// <summary>The same for one feature, under its own claim.</summary>
    internal static bool Breaks(double[][] without, double[][] with, int feature, double shift)
    {
        var half = without.Length / 2;
        var a = without.Select(row => row[feature]).ToArray();
        var b = with.Select(row => row[feature]).ToArray();
        return BreaksOneWay(a, b, half, shift) || BreaksOneWay(b, a, half, shift);
    }

    private static bool BreaksOneWay(double[] a, double[] b, int half, double shift)
    {
        var (firstA, firstB) = (Sorted(a[..half]), Sorted(b[..half]));
        var (restA, restB) = (Sorted(a[half..]), Sorted(b[half..]));

        // Events "at least x", "at most x" and "exactly x" for thresholds seen in the first half.
        var thresholds = a[..half].Concat(b[..half]).Distinct().Order().ToArray();
        thresholds = [.. thresholds.Where((_, i) => i % Math.Max(1, thresholds.Length / 200) == 0)];
        var best = thresholds.SelectMany(x => Enumerable.Range(0, 3).Select(kind => (x, kind)))
            .OrderByDescending(e => Margin(Share(firstA, e), Share(firstB, e), shift)).Take(EventsAFeature);
        return best.Any(e =>
        {
            var up = Statistics.Upper(Count(restA, e), restA.Length, Alpha);
            var low = Statistics.Lower(Count(restB, e), restB.Length, Alpha);
            return low > Bound(up, shift);
        });
    }

    private static double[] Sorted(double[] values)
    {
        Array.Sort(values);
        return values;
    }

    private static int Count(double[] sorted, (double X, int Kind) e)
    {
        var (below, upTo) = (Rank(sorted, e.X, orEqual: false), Rank(sorted, e.X, orEqual: true));
        return e.Kind switch { 0 => sorted.Length - below, 1 => upTo, _ => upTo - below };
    }

    // How many are less than x, or not more than it.
    private static int Rank(double[] sorted, double x, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var isLess = orEqual ? sorted[middle] <= x : sorted[middle] < x;
            (low, high) = isLess ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Share(double[] sorted, (double X, int Kind) e) => (Count(sorted, e) + 0.5) / (sorted.Length + 1);

    // How far the second half would be expected to exceed the bound, in rough standard errors.
    private static double Margin(double a, double b, double shift)
    {
        var bound = Bound(a, shift);
        return (b - bound) / (Math.Sqrt(b * (1 - b)) + Math.Sqrt(bound * (1 - bound)) + 1e-3);
    }

    private static double Bound(double probability, double shift) => probability switch
    {
        <= 0 => 0,
        >= 1 => 1,
        _ => Statistics.Phi(Statistics.Quantile(probability) + shift),
    };
}
