namespace Broker.DisclosureControl.Tests;

/// <summary>
/// P1, the distinguishing audit: runs a mechanism on D and on D + g sources, picks the events that tell them apart best on
/// one half of the runs, and judges on the other half whether any breaks the bound of the claimed cost:
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
    internal static bool Breaks(double[][] without, double[][] with, double shift)
    {
        var half = without.Length / 2;
        for (var feature = 0; feature < without[0].Length; feature++)
        {
            var a = without.Select(row => row[feature]).ToArray();
            var b = with.Select(row => row[feature]).ToArray();
            if (BreaksOneWay(a, b, half, shift) || BreaksOneWay(b, a, half, shift))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BreaksOneWay(double[] a, double[] b, int half, double shift)
    {
        // Events "at least x", "at most x" and "exactly x" for thresholds seen in the first half.
        var thresholds = a[..half].Concat(b[..half]).Distinct().Order().ToArray();
        thresholds = [.. thresholds.Where((_, i) => i % Math.Max(1, thresholds.Length / 200) == 0)];
        var events = thresholds.SelectMany(x => new Func<double, bool>[] { value => value >= x, value => value <= x, value => value == x });
        var best = events.OrderByDescending(e => Margin(Share(a[..half], e), Share(b[..half], e), shift)).Take(EventsAFeature);
        return best.Any(e =>
        {
            var up = Statistics.Upper(a[half..].Count(e), a.Length - half, Alpha);
            var low = Statistics.Lower(b[half..].Count(e), b.Length - half, Alpha);
            return low > Bound(up, shift);
        });
    }

    private static double Share(double[] values, Func<double, bool> e) => (values.Count(e) + 0.5) / (values.Length + 1);

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
