namespace Broker.DisclosureControl;

/// <summary>Tail and quantile of the standard normal distribution: for use (what is worth telling), never for protection.</summary>
/// <remarks>
/// References: G. Marsaglia, "Evaluating the Normal Distribution" (Journal of Statistical Software 11-4, 2004): the density times
/// a series. The absolute error is below 1e-15, so tails down to 1e-10 have five right digits and more; smaller ones are refused.
/// </remarks>
internal static class NormalDistribution
{
    /// <summary>Smallest tail that has a quantile here.</summary>
    internal const double LeastTail = 1e-10;

    // Quantiles are rounded up to a millionth: another machine's exponential function can differ in its last bit, a rule may not.
    private const double Grid = 1_000_000;
    private const double Reach = 8;

    /// <summary>Probability of a value above <paramref name="x"/>.</summary>
    internal static double UpperTail(double x)
    {
        if (Math.Abs(x) > Reach)
        {
            return x > 0 ? 0 : 1;
        }

        var (sum, term) = (x, x);
        for (var odd = 3; sum + term != sum; odd += 2)
        {
            term *= x * x / odd;
            sum += term;
        }

        return 0.5 - (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>The least value on a grid of millionths whose upper tail is at most <paramref name="tail"/>.</summary>
    /// <param name="tail">1e-10 to 0.5.</param>
    internal static double UpperQuantile(double tail)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tail, LeastTail);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tail, 0.5);
        var (low, high) = (-1L, (long)(Reach * Grid));
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = UpperTail(middle / Grid) <= tail ? (low, middle) : (middle, high);
        }

        return high / Grid;
    }
}
