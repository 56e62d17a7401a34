namespace Broker.DisclosureControl;

/// <summary>Zero-concentrated differential privacy: costs, and what they mean as (epsilon, delta).</summary>
/// <remarks>
/// References: M. Bun, T. Steinke, "Concentrated Differential Privacy" (arXiv 1605.02065); C. Canonne, G. Kamath,
/// T. Steinke, "The Discrete Gaussian for Differential Privacy" (arXiv 2004.00010), Proposition 12 and Corollary 13.
/// Doubles serve reports only: what is charged is exact (<see cref="Rho"/>).
/// </remarks>
public static class Zcdp
{
    // Bisection halves the interval each time; 1,000 steps end long after doubles stop changing.
    private const int Steps = 1_000;

    /// <summary>Cost of one query of sensitivity 1 under discrete Gaussian noise: 1/(2 sigma²); nought where there is no query (variance 0).</summary>
    public static Rational Rho(NoiseVariance variance) => variance.Numerator == 0
        ? Rational.Zero
        : new Rational(variance.Denominator, 2 * (System.Numerics.BigInteger)variance.Numerator);

    /// <summary>Least delta for which rho-zCDP gives (epsilon, delta) by the bound of the reference: min over alpha &gt; 1.</summary>
    /// <param name="rho">At least 0, finite.</param>
    /// <param name="epsilon">At least 0, finite.</param>
    /// <returns>0 to 1.</returns>
    public static double Delta(double rho, double epsilon)
    {
        RequireFinite(rho, nameof(rho));
        RequireFinite(epsilon, nameof(epsilon));
        if (rho == 0)
        {
            return 0;
        }

        var alpha = BestAlpha(rho, epsilon);
        var exponent = ((alpha - 1) * ((alpha * rho) - epsilon)) + (alpha * LogOnePlus(-1 / alpha));
        return Math.Min(1, Math.Exp(exponent) / (alpha - 1));
    }

    /// <summary>Least epsilon for which rho-zCDP gives (epsilon, delta) by <see cref="Delta"/>.</summary>
    /// <param name="rho">At least 0, finite.</param>
    /// <param name="delta">More than 0.</param>
    public static double Epsilon(double rho, double delta)
    {
        RequireFinite(rho, nameof(rho));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        if (rho == 0 || delta >= 1)
        {
            return 0;
        }

        var (low, high) = (0.0, rho + (2 * Math.Sqrt(rho * Math.Log(1 / delta))));
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Delta(rho, middle) <= delta ? (low, middle) : (middle, high);
        }

        return high;
    }

    // The logarithm of the bound is convex in alpha; its minimum is where this derivative changes sign.
    private static double BestAlpha(double rho, double epsilon)
    {
        var (low, high) = (1.01, ((epsilon + 1) / (2 * rho)) + 2);
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            var slope = (((2 * middle) - 1) * rho) - epsilon + LogOnePlus(-1 / middle);
            (low, high) = slope < 0 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    // ln(1 + x) without the loss of small x (W. Kahan's form).
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name);
        }
    }
}
