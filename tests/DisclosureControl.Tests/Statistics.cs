namespace Broker.DisclosureControl.Tests;

/// <summary>Slow, plain statistics that the tests judge by.</summary>
internal static class Statistics
{
    /// <summary>Marsaglia's series (Journal of Statistical Software 11-4, 2004).</summary>
    internal static double Phi(double x)
    {
        if (Math.Abs(x) > 8)
        {
            return x > 0 ? 1 : 0;
        }

        var (sum, term) = (x, x);
        for (var i = 3; Math.Abs(term) > 1e-18; i += 2)
        {
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }

    internal static double Quantile(double probability) => Bisect(-8, 8, x => Phi(x) >= probability);

    /// <summary>Clopper-Pearson upper bound: the largest p for which that few successes keep a probability of alpha.</summary>
    internal static double Upper(int successes, int trials, double alpha) => successes == trials
        ? 1
        : Bisect(0, 1, p => Beta(successes + 1, trials - successes, p) >= 1 - alpha);

    internal static double Lower(int successes, int trials, double alpha) => 1 - Upper(trials - successes, trials, alpha);

    internal static double Variance(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }

    internal static double Covariance(double[] left, double[] right)
    {
        var (meanLeft, meanRight) = (left.Average(), right.Average());
        return left.Zip(right, (a, b) => (a - meanLeft) * (b - meanRight)).Sum() / (left.Length - 1);
    }

    /// <summary>Probability of each value under the discrete Gaussian, by its definition.</summary>
    internal static Dictionary<long, double> GaussianMass(double variance)
    {
        var reach = (long)Math.Ceiling(40 * Math.Sqrt(variance)) + 2;
        var weights = new Dictionary<long, double>();
        for (var y = -reach; y <= reach; y++)
        {
            weights[y] = Math.Exp(-y * (double)y / (2 * variance));
        }

        var sum = weights.Values.Sum();
        return weights.ToDictionary(weight => weight.Key, weight => weight.Value / sum);
    }

    /// <summary>Probability of each sum of two independent numbers.</summary>
    internal static Dictionary<long, double> Sum(Dictionary<long, double> left, Dictionary<long, double> right)
    {
        var sums = new Dictionary<long, double>();
        foreach (var (x, p) in left)
        {
            foreach (var (y, q) in right)
            {
                sums[x + y] = sums.GetValueOrDefault(x + y) + (p * q);
            }
        }

        return sums;
    }

    /// <summary>How many normal standard deviations a chi-squared statistic lies out (Wilson and Hilferty).</summary>
    internal static double ChiSquaredScore(IReadOnlyDictionary<long, int> counts, IReadOnlyDictionary<long, double> mass, int draws)
    {
        var (statistic, cells, restCount, restMass) = (0.0, 0, draws, 1.0);
        foreach (var (y, p) in mass.Where(cell => cell.Value * draws >= 20))
        {
            var seen = counts.GetValueOrDefault(y);
            statistic += Math.Pow(seen - (p * draws), 2) / (p * draws);
            cells++;
            restCount -= seen;
            restMass -= p;
        }

        // Everything rarer is one cell; 1 is added so that a rest of almost no mass does not divide by nought.
        statistic += Math.Pow(restCount - (restMass * draws), 2) / ((restMass * draws) + 1);
        double freedom = cells;
        return (Math.Cbrt(statistic / freedom) - (1 - (2 / (9 * freedom)))) / Math.Sqrt(2 / (9 * freedom));
    }

    private static double Bisect(double low, double high, Func<double, bool> reached)
    {
        for (var step = 0; step < 100; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = reached(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    // Regularised incomplete beta function by its continued fraction (modified Lentz).
    private static double Beta(double a, double b, double x)
    {
        if (x > (a + 1) / (a + b + 2))
        {
            return 1 - Beta(b, a, 1 - x);
        }

        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        var (f, c, d) = (1.0, 1.0, 0.0);
        for (var i = 0; i <= 2_000; i++)
        {
            double m = i / 2;
            var numerator = i == 0 ? 1
                : i % 2 == 0 ? m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)))
                : -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / (1 + (numerator * d));
            c = 1 + (numerator / c);
            f *= c * d;
            if (i > 0 && Math.Abs((c * d) - 1) < 1e-15)
            {
                break;
            }
        }

        return front * (f - 1);
    }

    // Stirling's series after shifting the argument up.
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 20; x++)
        {
            shift -= Math.Log(x);
        }

        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI))
            + (1 / (12 * x)) - (1 / (360 * x * x * x)) + (1 / (1260 * Math.Pow(x, 5)));
    }
}
